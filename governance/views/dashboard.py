"""The first page after signing in: the board's dashboard, or a welcome for those who are given no figures."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.about.queries import is_member
from governance.about.views import members_page
from governance.dashboard import read_dashboard
from kpis.exports.glance import glance_csv, glance_xlsx
from kpis.forms.glance import GlanceForm
from kpis.queries.narrowed import narrowed
from schools import access
from schools.access import Permission
from schools.yours.views import waiting_for
from trust.listing import MEDIA, download
from trust.requests import SignedIn

FILES = {"csv": (glance_csv, MEDIA["csv"]), "xlsx": (glance_xlsx, MEDIA["xlsx"])}


@require_safe
def dashboard(request: SignedIn) -> HttpResponse:
    """`?term=2026-27-1` shows another term; without it, the one that the person is shown first.

    `phase`, `area`, `rating` and `school` narrow the schools at a glance, and nothing else of the page.
    """
    if not access.allows(request.user, Permission.SEE_SCHOOL):
        return _welcome(request)
    page = read_dashboard(request.user, request.GET.get("term", ""))
    if page is None:
        return _welcome(request)
    glance = GlanceForm(page.board, request.GET)
    context = {
        "page": page,
        "board": narrowed(page.board, glance.wanted),
        "glance": glance,
        "term": page.shown.term,
        "terms": page.shown.choices,
        # Every card's form has a key of its own: two cards ask two questions.
        "cards": [(card, uuid4().hex) for card in page.attention.cards],
    }
    return render(request, "governance/dashboard.html", context)


@require_safe
def glance_file(request: SignedIn, kind: str) -> HttpResponse:
    """The schools at a glance as CSV or as a workbook: the same term, the same part, the same access."""
    access.require(request.user, Permission.SEE_SCHOOL)
    page = read_dashboard(request.user, request.GET.get("term", ""))
    if page is None:
        raise Http404
    part = narrowed(page.board, GlanceForm(page.board, request.GET).wanted)
    content, media = FILES[kind]
    return download(content(part), f"schools-{page.shown.term.slug}.{kind}", media)


def _welcome(request: SignedIn) -> HttpResponse:
    """What this person will find here, and when, and what already waits for them."""
    if is_member(request.user) and not access.allows(request.user, Permission.SEE_SCHOOL):
        return members_page(request)
    context = {
        "sees_schools": access.allows(request.user, Permission.SEE_SCHOOL),
        "sees_history": access.allows(request.user, Permission.SEE_HISTORY),
    }
    return render(request, "governance/welcome.html", context | waiting_for(request.user))
