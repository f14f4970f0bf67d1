"""The first page after signing in: the board's dashboard, or a welcome for those who are given no figures."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.dashboard import read_dashboard
from schools import access
from schools.access import Permission
from schools.models import Audience
from trust.requests import SignedIn


@require_safe
def dashboard(request: SignedIn) -> HttpResponse:
    """`?term=2026-27-1` shows another term; without it, the one that the person is shown first."""
    if not access.allows(request.user, Permission.SEE_SCHOOL):
        return _welcome(request)
    page = read_dashboard(request.user, request.GET.get("term", ""))
    if page is None:
        return _welcome(request)
    context = {
        "page": page,
        "board": page.board,
        "term": page.shown.term,
        "terms": page.shown.choices,
        # Every card's form has a key of its own: two cards ask two questions.
        "cards": [(card, uuid4().hex) for card in page.attention.cards],
    }
    return render(request, "governance/dashboard.html", context)


def _welcome(request: SignedIn) -> HttpResponse:
    """What this person will find here, and when."""
    context = {
        "sees_schools": access.allows(request.user, Permission.SEE_SCHOOL),
        "is_member": Audience.MEMBERS in access.sight(request.user).audiences,
        "sees_history": access.allows(request.user, Permission.SEE_HISTORY),
    }
    return render(request, "governance/welcome.html", context)
