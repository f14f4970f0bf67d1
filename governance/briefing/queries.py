"""A briefing of a term: likely questions with what was asked and answered of the same thing before."""

from __future__ import annotations

from typing import NamedTuple

from governance.briefing.likely import Likely, likely_questions
from governance.models import Build, Edition, Purpose, Question
from governance.packs.frozen import Contents, read_contents
from kpis.models import Figure
from trust.blobs import Altered
from trust.dates import full_date
from trust.models import JobState, Term


class Before(NamedTuple):
    """What was asked of the same thing in an earlier term, and the last answer."""

    question: Question
    when: str
    answer: str
    by: str


class Briefing(NamedTuple):
    """What it is drawn from, and each likely question with what stands before it."""

    build: Build
    contents: Contents
    rows: list[tuple[Likely, Before | None]]


def briefing_of(term: Term) -> Briefing | None:
    """From the newest build of the board's Update that is ready; None before there is one. Five queries."""
    ready = Build.objects.filter(
        update_of__term=term, update_of__edition=Edition.BOARD, state=JobState.READY
    ).select_related("contents", "update_of")
    build = ready.order_by("-pk").first()
    if build is None or build.contents is None:
        return None
    try:
        contents = read_contents(build.contents)
    except Altered:
        return None
    found = likely_questions(contents)
    asked = _asked_before(term, [each.figure for each in found if each.figure])
    return Briefing(build, contents, [(each, asked.get(each.figure)) for each in found])


def is_final(build: Build) -> bool:
    return build.purpose == Purpose.FINAL


def _asked_before(term: Term, figures: list[int]) -> dict[int, Before]:
    """Version printed → what was asked last of that KPI at that school in an earlier term."""
    rows = Figure.objects.filter(pk__in=figures).values_list("pk", "kpi", "school")
    of: dict[tuple[int, int | None], int] = {(kpi, school): pk for pk, kpi, school in rows}
    earlier = (
        Question.objects.sent()
        .filter(figure__kpi__in=[kpi for kpi, _ in of])
        .exclude(term=term)
        .select_related("figure", "term")
        .prefetch_related("answers__by")
        .order_by("asked_at", "pk")
    )
    found: dict[int, Before] = {}
    for question in earlier:
        figure = question.figure
        pk = of.get((figure.kpi_id, figure.school_id)) if figure else None
        if pk is not None and question.term.ref < term.ref:
            found[pk] = _before(question)
    return found


def _before(question: Question) -> Before:
    answers = [each for each in question.answers.all() if not each.is_further_question]
    last = answers[-1] if answers else None
    when = full_date(question.asked_at.date()) if question.asked_at else question.term.name
    return Before(question, when, last.text if last else "", last.by.name if last else "")
