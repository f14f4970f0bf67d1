"""The page of the trust's settings."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from schools import access
from schools.access import Permission
from schools.settings import actions
from schools.settings.forms import SettingsForm
from trust.queries import forget_trust, require_trust
from trust.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedIn) -> HttpResponse:
    """Read the settings and change them; what would show more to somebody is asked once more."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    trust = require_trust()
    if request.method != "POST":
        return _page(request, SettingsForm(trust))
    form = SettingsForm(trust, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    is_current = form.cleaned_data["seen"] == actions.fingerprint(trust)
    more = actions.widened(trust, form.wanted) if is_current else []
    if more and not form.cleaned_data["confirmed"]:
        return _page(request, form, asked=[form.said(name) for name in more], status=422)
    return _change(request, form)


def _change(request: SignedIn, form: SettingsForm) -> HttpResponse:
    seen = form.cleaned_data["seen"]
    try:
        changed = actions.change_settings(by=request.user, seen=seen, words=form.wanted_words, **form.wanted)
    except actions.ChangedMeanwhile as refusal:
        forget_trust()
        messages.warning(request, str(refusal))
        return _page(request, SettingsForm(require_trust()), status=409)
    except ValidationError as wrong:
        for name, said in wrong.message_dict.items():
            form.add_error(name, said)
        return _page(request, form, status=422)
    count = len(changed)
    words = f"{count} setting{'' if count == 1 else 's'} changed." if count else "Nothing was changed."
    messages.success(request, f"{words} Updates that have been issued stay as they are.")
    return redirect("schools:settings")


def _page(
    request: SignedIn, form: SettingsForm, *, asked: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "asked": asked or [],
        "resets_second_steps": access.allows(request.user, Permission.RESET_SECOND_STEP),
    }
    return render(request, "schools/settings.html", context, status=status)
