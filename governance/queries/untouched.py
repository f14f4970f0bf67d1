"""KPIs that nobody has needed for three meetings: no question, no remit, no change of colour."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from governance.models import Edition, Question, Remit, TrustUpdate, UpdateState
from kpis.queries.board_rows import BoardRows, read_rows
from kpis.queries.visible import WHOLE_TRUST
from kpis.queries.yardsticks import Ask
from kpis.rag import Mark
from schools.models import School
from trust import clock
from trust.models import Term
from trust.terms import terms_between

MEETINGS: Final = 3
COLOURS: Final = (Mark.RED, Mark.AMBER, Mark.GREEN)


@dataclass(frozen=True)
class Untouched:
    """The KPIs that may be retired, and the meetings that passed them by, the latest first."""

    terms: tuple[Term, ...]
    asks: tuple[Ask, ...]

    @property
    def is_early(self) -> bool:
        """Fewer than three meetings say nothing yet."""
        return len(self.terms) < MEETINGS


def untouched_kpis() -> Untouched:
    """The KPIs that the last three Trust Updates printed and that moved nobody; nine queries.

    A question or remit about an area touches all its KPIs. A KPI whose definition is younger than the three
    meetings is left alone.
    """
    terms = _last_meetings()
    if len(terms) < MEETINGS:
        return Untouched(terms, ())
    latest, first = terms[0], terms[-1]
    depth = len(terms_between(first.ref, latest.ref))
    rows = read_rows(
        latest,
        reader=WHOLE_TRUST,
        schools=School.objects.all(),
        today=clock.today(),
        with_trust=True,
        depth=depth,
    )
    kpis, areas = _asked_about(first.starts)
    kpis |= _changed_colour(rows)
    known = rows.yardsticks.asked(latest.ref).values()
    old = (ask for ask in known if ask.since <= (first.year, first.number))
    return Untouched(terms, tuple(ask for ask in old if ask.kpi_id not in kpis and ask.area_id not in areas))


def _last_meetings() -> tuple[Term, ...]:
    """The terms of the last three Updates that the board was given, the latest first."""
    issued = TrustUpdate.objects.filter(edition=Edition.BOARD, state=UpdateState.ISSUED)
    terms = Term.objects.filter(pk__in=issued.values("term")).order_by("-year", "-number")
    return tuple(terms[:MEETINGS])


def _asked_about(since: date) -> tuple[set[int], set[int]]:
    """The KPIs, and the whole areas, that a question or a remit has been about since that day."""
    asked = Question.objects.sent().filter(asked_at__date__gte=since).values_list("figure__kpi", "area")
    set_since = Remit.objects.filter(set_at__date__gte=since).values_list("question__figure__kpi", "area")
    found = [*asked, *set_since]
    kpis = {kpi for kpi, _ in found if kpi}
    # A question about a figure names the figure's area as well; it touches that figure alone.
    return kpis, {area for kpi, area in found if area and not kpi}


def _changed_colour(rows: BoardRows) -> set[int]:
    """The KPIs that turned from one colour to another between two terms, at any school."""
    colours: dict[tuple[int | None, int], list[Mark]] = defaultdict(list)
    for term in sorted(rows.calendar.values(), key=lambda term: term.ref):
        for school, mine in rows.rated.get(term.pk, {}).items():
            for kpi, (mark, _, _) in mine.items():
                if mark in COLOURS:
                    colours[school, kpi].append(mark)
    return {kpi for (_, kpi), marks in colours.items() if len(set(marks)) > 1}
