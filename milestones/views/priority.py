"""The programme sheet of a priority: its milestones, what was said, who leads it and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.rag import Mark
from milestones import queries
from milestones.actions.ratings import subject_of, why_not_rated
from milestones.actions.sheets import may_fill
from milestones.exports.lists import line_rows, money_rows, progress_rows, risk_rows, slip_rows, step_rows
from milestones.models import Priority
from milestones.queries import Matrix, MatrixLine
from milestones.queries.sheets import sheet_page
from milestones.queries.stands import RATED
from milestones.sheet_parts import SheetPart
from milestones.views import SignedIn
from milestones.views.tables import ALL_TERMS, Tabling, shown_word
from schools import access
from schools.access import Permission
from trust import clock
from trust.listing import taken
from trust.models import Term

SAID_AT_ONCE = 4
PARTS = {
    "milestones": "Milestones",
    "progress": "Progress",
    "slips": "Put off",
    "steps": "Steps",
    "money": "Money",
    "risks": "Risks",
}


@require_safe
def priority(request: SignedIn, pk: int) -> HttpResponse:
    """The sheet in the edition in force, as it stands in the term the reader is shown."""
    chosen = queries.priority_or_404(request.user, pk)
    context = sheet_context(request, chosen)
    if file := _file(request, context):
        return file
    said = context["told"]
    context |= {"said": said[:SAID_AT_ONCE], "said_before": said[SAID_AT_ONCE:]}
    context["files"] = list(_files_of(context))
    return render(request, "milestones/priority.html", context)


def _files_of(shown: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The parts of the sheet that hold anything, as their files are named and said."""
    page = shown["page"]
    parts = {
        "milestones": shown["line"].row.milestones,
        "progress": shown["told"],
        "slips": page.slips,
        "steps": page.steps,
        "money": page.years,
        "risks": page.risks,
    }
    yield from ((name, PARTS[name]) for name, held in parts.items() if held)


def _file(request: SignedIn, shown: dict[str, Any]) -> HttpResponse | None:
    """The part of the sheet that the address asks for as a file."""
    line, page = shown["line"], shown["page"]
    return taken(
        request,
        f"{line.code} {shown['term'].slug}",
        milestones=lambda: line_rows(shown["matrix"], line),
        progress=lambda: progress_rows(shown["told"]),
        slips=lambda: slip_rows(page.slips),
        steps=lambda: step_rows(page.steps),
        money=lambda: money_rows(page.years),
        risks=lambda: risk_rows(page.risks),
    )


def sheet_context(request: SignedIn, chosen: Priority) -> dict[str, Any]:
    """What the sheet prints, on the screen and on paper."""
    plan = queries.edition_of(chosen)
    if plan is None:
        raise Http404
    terms = queries.terms_of(plan)
    now = queries.term_to_show(plan, request.user, terms)
    matrix = queries.matrix(plan, user=request.user, now=now)
    line = queries.line_or_404(matrix, chosen)
    return {
        "priority": chosen,
        "plan": plan,
        "line": line,
        "matrix": matrix,
        "term": now,
        "today": clock.today(),
        "strand": next(each for each in matrix.strands if line in each.lines),
        "row_set": _timeline(matrix, line),
        "told": [each for each in queries.said_of(line, request.user) if _tells(each)],
        "page": sheet_page(chosen, matrix, user=request.user, now=now),
        "rateable": _rateable(request, chosen, terms),
        "shown_word": shown_word(now),
        "parts": [*SheetPart],
        "keeps": access.allows(request.user, Permission.KEEP_PLAN),
        "may": {part.name.lower(): may_fill(request.user, chosen, part) for part in SheetPart},
    }


def _timeline(matrix: Matrix, line: MatrixLine) -> Any:
    """The line alone, over all its terms, with its references live."""
    names = {each.priority: f"{each.code} {each.title}" for each in matrix.lines}
    return Tabling(matrix.only([line.priority]), ALL_TERMS, names, anchors=True).table()


def _tells(said: queries.Said) -> bool:
    """Whether there is anything to tell: a rating, its own or that of the line it is as, or one missing."""
    return bool(said.ratings) or said.rag.mark is Mark.OVERDUE or said.rag.mark in RATED


def _rateable(request: SignedIn, chosen: Priority, terms: list[Term]) -> Term | None:
    """The current term, where the reader may rate the priority in it."""
    today = clock.today()
    current = next((each for each in terms if each.starts <= today < each.ends), None)
    may = access.allows(request.user, Permission.RATE_MILESTONE, subject_of(chosen))
    return current if current and may and not why_not_rated(chosen, current) else None
