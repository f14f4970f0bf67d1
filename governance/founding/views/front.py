"""The front of setting up: the way in, the list of steps, the end of it, and wiping the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.founding import actions
from governance.founding.actions import WrongCode
from governance.founding.forms import FoundingForm, WipeForm
from governance.founding.slots import UNDER_WAY
from governance.founding.standing import LEFT_OUT, founding, steps_for
from governance.founding.wiping import wipe_demonstration
from schools import access
from schools.access import Permission
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.queries import current_trust, require_trust
from trust.requests import SignedIn

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
UNFIT: Final = 422


@login_not_required
@never_cache
@require_safe
def set_up(request: HttpRequest) -> HttpResponse:
    """The way in where there is no trust; for who keeps settings the steps, or what comes after them."""
    trust = current_trust()
    if trust is None:
        return _begin_page(request, FoundingForm())
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    access.require(request.user, Permission.KEEP_SETTINGS)
    known = founding()
    if known is None or not known.is_open:
        request.session.pop(UNDER_WAY, None)
        return _after(request, is_demonstration=trust.is_demonstration)
    request.session[UNDER_WAY] = True
    steps = steps_for(request.user)
    context = {"steps": steps, "settled": sum(1 for each in steps if each.settled), "founding": known}
    return render(request, "governance/founding/steps.html", context)


@login_not_required
@never_cache
@require_POST
@sensitive_post_parameters("password", "code")
def begin(request: HttpRequest) -> HttpResponse:
    """Found the trust, and sign its first administrator in."""
    if current_trust() is not None:
        return redirect("governance:set_up")
    form = FoundingForm(request.POST)
    if not form.is_valid():
        return _begin_page(request, form, status=UNFIT)
    try:
        with refusals_in(form):
            person = actions.found_trust(**form.wanted)
            login(request, person, backend=BACKEND)
            # The password was given a moment ago: the second step, which follows, does not ask for it again.
            record_authentication(request, person, method="password", email=person.email)
            messages.success(
                request, f"{require_trust().name} is founded. Go through the steps in any order."
            )
            return redirect("governance:set_up")
    except WrongCode as refusal:
        form.add_error("code", str(refusal))
    return _begin_page(request, form, status=UNFIT)


@require_POST
def finish(request: SignedIn) -> HttpResponse:
    """Close setting up, once every step is done or left out."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    try:
        actions.finish(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{require_trust().name} is set up.")
    return redirect("governance:set_up")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wipe(request: SignedIn) -> HttpResponse:
    """Remove the demonstration, once its name has been typed; the new set-up code is shown once."""
    access.require(request.user, Permission.WIPE_DEMONSTRATION)
    trust = require_trust()
    if not trust.is_demonstration:
        return redirect("governance:set_up")
    form = WipeForm(trust, request.POST if request.method == "POST" else None)
    if form.is_valid() and (answer := _wipe(request, form)):
        return answer
    status = UNFIT if form.errors else 200
    return render(request, "governance/founding/wipe.html", {"form": form}, status=status)


def _wipe(request: SignedIn, form: WipeForm) -> HttpResponse | None:
    place = Path(settings.VAR_DIR) / "backups" if form.cleaned_data["keeps"] else None
    try:
        with refusals_in(form):
            wiped = wipe_demonstration(by=request.user, name=form.cleaned_data["name"], backup_to=place)
            # Their session went with everything else.
            logout(request)
            return render(request, "governance/founding/wiped.html", {"wiped": wiped})
    except OSError as error:
        form.add_error(None, f"No backup could be written, so nothing was removed: {error.strerror}.")
    return None


def _begin_page(request: HttpRequest, form: FoundingForm, status: int = 200) -> HttpResponse:
    return render(request, "governance/founding/begin.html", {"form": form}, status=status)


def _after(request: HttpRequest, *, is_demonstration: bool) -> HttpResponse:
    if is_demonstration:
        wipes = access.allows(request.user, Permission.WIPE_DEMONSTRATION)
        return render(request, "governance/founding/demonstration.html", {"wipes": wipes})
    steps = steps_for(request.user)
    left = [(each, LEFT_OUT[each.step]) for each in steps if not each.is_done]
    known = founding()
    context = {"left": left if known else [], "founding": known}
    return render(request, "governance/founding/week_one.html", context)
