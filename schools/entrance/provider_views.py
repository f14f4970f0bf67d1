"""To an identity provider and back, and parting with one; 404 for a provider that no setting names."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from schools.entrance.actions import part_with_identity
from schools.entrance.providers import NamedProvider, offered, refusal
from trust.lifecycle import Refused
from trust.requests import SignedIn


@login_not_required
@require_POST
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Send the browser to the provider. Nothing but `next`, inside the portal, is taken from the form."""
    adapter = _adapter(request, key)
    wish = request.POST.get("next", "")
    inside = wish if url_has_allowed_host_and_scheme(wish, allowed_hosts=None) else None
    provider = adapter.get_provider()
    provider.oauth2_adapter_class = NamedProvider
    try:
        answer: HttpResponse = provider.redirect(request, AuthProcess.LOGIN, next_url=inside)
    except (RequestException, KeyError, ValueError):
        return refusal(request, key, "failed")
    return answer


@login_not_required
@require_safe
def back(request: HttpRequest, key: str) -> HttpResponse:
    """The provider sends the browser here, with a code that is exchanged for who it is."""
    adapter = _adapter(request, key)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except (RequestException, OAuth2Error, KeyError, ValueError):
        return refusal(request, key, "failed")
    return answer


@require_POST
def part(request: SignedIn, pk: int) -> HttpResponse:
    """Take an identity of one's own away."""
    account = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    try:
        part_with_identity(account, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It no longer opens your account.")
    return redirect("mfa_index")


def _adapter(request: HttpRequest, key: str) -> NamedProvider:
    if key not in {each["provider_id"] for each in offered()}:
        raise Http404
    return NamedProvider(request, key)
