"""The page on which people keep their own second step, and the one on which an administrator resets one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.entrance.actions import reset_second_step
from schools.entrance.providers import offered
from schools.entrance.queries import standing_rows, standings
from schools.entrance.rules import STEPS, has_one, must_have
from trust.lifecycle import Refused
from trust.listing import taken
from trust.models import User
from trust.queries import current_trust
from trust.requests import SignedIn


class OwnSecondStep(IndexView):  # type: ignore[misc]
    """allauth's page with what the trust asks for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, trust = self.request.user, current_trust()
        asked = must_have(user, trust)
        others = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
        told = {"is_owed": asked and not has_one(user), "may_lose_app": not asked or others.exists()}
        names = {each["provider_id"]: each["name"] for each in offered()}
        joined = SocialAccount.objects.filter(user=user).order_by("provider")
        identities = [(each, names.get(each.provider, each.provider.capitalize())) for each in joined]
        shown = {"second_step": told, "identities": identities, "providers": list(names.values())}
        return super().get_context_data(**kwargs) | shown


@require_safe
def second_steps(request: SignedIn) -> HttpResponse:
    """Who signs in with what, and who still has to set a second step up."""
    access.require_sight(request.user, Permission.RESET_SECOND_STEP)
    rows = standings(current_trust())
    if file := taken(request, "Second steps", people=lambda: standing_rows(rows)):
        return file
    context = {"rows": rows, "owing": sum(row.is_owing for row in rows)}
    return render(request, "schools/second_steps.html", context)


@require_POST
def reset(request: SignedIn, pk: int) -> HttpResponse:
    """Take a colleague's second step away, so that they can set up a new one."""
    access.require_sight(request.user, Permission.RESET_SECOND_STEP)
    person = User.objects.filter(pk=pk, authenticator__type__in=STEPS).distinct().first()
    if person is None:
        raise Http404
    try:
        reset_second_step(person, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{person} is signed out, and sets up a new one at the next sign-in.")
    return redirect("schools:second_steps")
