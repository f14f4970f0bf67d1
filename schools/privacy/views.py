"""The pages about personal data and accessibility, which everyone may read, and the page that keeps them."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from schools import access
from schools.access import Permission
from schools.privacy.actions import keep_privacy
from schools.privacy.forms import PrivacyForm
from trust.queries import current_trust, require_trust
from trust.requests import SignedIn
from trust.retention import Row, days_of, schedule

YEAR = 365


class Kept(NamedTuple):
    """A row of the schedule as the page prints it."""

    row: Row
    how_long: str


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal holds about people, why, who sees it, how long, and what they may ask for."""
    trust = current_trust()
    chosen = trust.kept_for if trust else {}
    kept = [Kept(row, how_long(days_of(row, chosen))) for row in schedule()]
    return render(request, "schools/privacy/privacy.html", {"kept": kept})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Which standard the portal is built to, how that is tested, and whom to tell where it falls short."""
    return render(request, "schools/privacy/accessibility.html")


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: SignedIn) -> HttpResponse:
    """Whom to turn to, and for how long things are kept where law leaves room."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    form = PrivacyForm(require_trust(), request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "schools/privacy/keep.html", {"form": form}, status=status)
    changed = keep_privacy(by=request.user, contacts=form.given_contacts, days=form.given_days)
    messages.success(
        request, "Saved. The privacy page says so from now on." if changed else "Nothing was changed."
    )
    return redirect("schools:keep_privacy")


def how_long(days: int | None) -> str:
    """'2 years', '90 days', or that no end is set."""
    if days is None:
        return "No end is set"
    years, rest = divmod(days, YEAR)
    if rest or not years:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{years} year{'' if years == 1 else 's'}"
