"""The matrix: now and next, all terms, or a list, narrowed as the reader asks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.rag import Mark
from milestones import queries
from milestones.filters import MatrixFilter
from milestones.models import Plan
from milestones.queries import Matrix
from milestones.queries.asked import rated_by
from milestones.views import SignedIn
from milestones.views.nothing import no_plan
from milestones.views.tables import ALL_TERMS, NOW, NOW_AND_NEXT, Tabling, shown_word
from schools import access
from schools.access import Permission
from trust import clock
from trust.models import Term

LIST = "list"
VIEWS = ((NOW_AND_NEXT, "Now and next"), (ALL_TERMS, "All terms"), (LIST, "List"))
KEY = (Mark.RED, Mark.AMBER, Mark.GREEN, Mark.COMPLETE, Mark.OVERDUE, Mark.PAUSED, Mark.NOT_DUE)


@require_safe
def matrix(request: SignedIn) -> HttpResponse:
    """The plan in force, in the term that is asked for."""
    queries.require_plan(request.user)
    plan = queries.current_plan()
    if plan is None:
        return no_plan(request)
    terms = queries.terms_of(plan)
    now = asked_term(request, plan, terms)
    found = queries.matrix(plan, user=request.user, now=now)
    narrowing = MatrixFilter(request.GET, plan=plan, matrix=found)
    shown = narrowing.narrowed()
    context = _context(request, plan, found, now, terms)
    context |= {"narrowing": narrowing, "shown": shown, "switch": _switch(context["view"], now, narrowing)}
    context["keep"] = {name: value for name, value in narrowing.chosen.items() if name != "due"} | (
        {"view": context["view"]} if request.GET.get("view") else {}
    )
    names = {line.priority: f"{line.code} {line.title}" for line in found.lines}
    view = NOW_AND_NEXT if context["view"] == LIST else context["view"]
    context["table"] = Tabling(shown, view, names, may_rate=context["may_rate"]).table()
    return render(request, "milestones/matrix.html", context)


def asked_term(request: SignedIn, plan: Plan, terms: list[Term]) -> Term:
    """The term in the address, else the reader's own first one."""
    asked = next((term for term in terms if term.slug == request.GET.get("term")), None)
    return asked or queries.term_to_show(plan, request.user, terms)


def _context(request: SignedIn, plan: Plan, found: Matrix, now: Term, terms: list[Term]) -> dict[str, Any]:
    today = clock.today()
    asked = request.GET.get("view", "")
    current = next((term for term in terms if term.starts <= today < term.ends), None)
    return {
        "plan": plan,
        "matrix": found,
        "term": now,
        "terms": [term for term in reversed(terms) if term.starts <= today],
        "view": asked if asked in dict(VIEWS) else NOW_AND_NEXT,
        "key": [(mark, "Not due yet" if mark is Mark.NOT_DUE else mark.word) for mark in KEY],
        "shown_word": shown_word(now),
        "unissued": current if current and current.ref > now.ref else None,
        "may_rate": rated_by(found, request.user, now),
        "to_rate": _to_rate(found, request, current),
        "counts": _counts(found, now),
    }


def _to_rate(found: Matrix, request: SignedIn, current: Term | None) -> bool:
    """Whether the reader is asked to rate anything this term, and so is led there."""
    everything = access.allows(request.user, Permission.RATE_MILESTONE)
    return current is not None and (everything or any(line.row.is_own for line in found.lines))


def _counts(found: Matrix, now: Term) -> str:
    """'11 green, 6 amber and 1 red. 2 not due, 2 paused': what was rated first, then what was not."""
    tally = dict(found.counts)
    rated = (Mark.GREEN, Mark.AMBER, Mark.RED, Mark.OVERDUE, Mark.COMPLETE)
    first = [f"{tally[mark]} {mark.word.lower()}" for mark in rated if tally.get(mark)]
    rest = [f"{count} {mark.word.lower()}" for mark, count in found.counts if mark not in rated]
    when = "this term" if shown_word(now) == NOW else f"in {now.name}"
    sentences = [f"{', '.join(first)} {when}" if first else f"Nothing is rated {when}", ", ".join(rest)]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _switch(view: str, now: Term, narrowing: MatrixFilter) -> list[tuple[str, str, bool]]:
    """The three views with their addresses, keeping the term and what was narrowed."""
    keep = {"term": now.slug, **narrowing.chosen}
    return [(label, "?" + urlencode({"view": name, **keep}), name == view) for name, label in VIEWS]
