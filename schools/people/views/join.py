"""The page that an invitation opens, for somebody who cannot sign in yet."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from schools.people.forms import PasswordForm
from schools.people.invitations import accept_invitation, invitation_of
from schools.people.queries import account_of
from schools.people.views import SHOWN_OR_SENT, UNFIT
from trust.forms import refusals_in
from trust.queries import require_trust

GONE = 410


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(SHOWN_OR_SENT)
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites and to what, and take a first password; one answer for whatever opens nothing."""
    invitation = invitation_of(token)
    if invitation is None:
        return _answer(request, "schools/people/join_gone.html", GONE)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            person = accept_invitation(token, form.cleaned_data["password"])
            messages.success(request, f"Your password is set. Sign in with {person.email}.")
            return redirect("account_login")
    context = {
        "form": form,
        "invitation": invitation,
        "account": account_of(invitation.person_id),
        "is_other": request.user.is_authenticated and request.user.pk != invitation.person_id,
        "trust": require_trust(),
    }
    return _answer(request, "schools/people/join.html", UNFIT if form.errors else 200, **context)


def _answer(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    answer = render(request, template, context, status=status)
    # The address is a secret: no other site is told of it.
    answer["Referrer-Policy"] = "no-referrer"
    return answer
