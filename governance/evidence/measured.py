"""The figures and the priorities of a pack: how each stands, how it moved, and how far it was checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse

from governance.evidence.asked import Asked
from governance.evidence.pack import NO_CHART, Entry, Part, Said
from kpis.drawings import sparkline_of
from kpis.models import Figure, Scope, Validation
from kpis.queries.board_rows import BoardRows, Owner, owner_of, read_for
from kpis.queries.chain import assurance_of
from kpis.queries.facts import Point, figure_of, points_of
from kpis.queries.rated import Rated, explain, figure_row, shown, small_words
from kpis.queries.trends import KpiTrend, trends_of
from kpis.queries.visible import reader_for
from kpis.queries.yardsticks import Ask
from kpis.rag import Mark
from milestones.models import Priority
from milestones.queries.matrix import MatrixLine
from milestones.queries.plans import current_plan, matrix, term_to_show
from schools import access
from schools.access import Permission
from trust import clock
from trust.models import Term

TOLD = 6  # terms whose figures are told in words


class Standing(NamedTuple):
    """The figure of a KPI that stands last in the span, with the line that leads to it."""

    ask: Ask
    term: Term
    rated: Rated
    before: Rated | None
    points: list[Point]

    @property
    def key(self) -> int:
        return figure_row(self.rated[1]).pk


def measured(asked: Asked) -> Iterator[Entry]:
    yield from figures_of(asked)
    yield from priorities_of(asked)


def figures_of(asked: Asked) -> Iterator[Entry]:
    """Each KPI with the last figure in the span; small groups are hidden as on every page."""
    owner = owner_of(asked.school)
    rows = read_for(
        [owner], asked.last, reader=reader_for(asked.user), today=clock.today(), depth=len(asked.terms) - 1
    )
    standing = [each for ask in _asks(rows, owner) if (each := _standing(rows, owner, ask, asked))]
    assured = _assured([each.key for each in standing])
    yield from (_figure(each, asked, assured.get(each.key, "")) for each in standing)
    if asked.school is None:
        yield from _sums_of(asked, rows)


def _asks(rows: BoardRows, owner: Owner) -> list[Ask]:
    scope = Scope.SCHOOL if owner.pk else Scope.TRUST
    asks = rows.yardsticks.asked(rows.term.ref).values()
    return [ask for ask in asks if ask.scope == scope and ask.is_asked_of(owner.phase)]


def _standing(rows: BoardRows, owner: Owner, ask: Ask, asked: Asked) -> Standing | None:
    for term in reversed(asked.terms):
        rated = figure_of(rows, owner, term.ref, ask)
        if rated:
            earlier = ask.earlier(term.ref)
            before = figure_of(rows, owner, earlier[0], ask) if earlier else None
            points = points_of(rows, owner, ask, len(asked.terms))
            return Standing(ask, term, rated, before, points)
    return None


def _assured(figures: list[int]) -> dict[int, str]:
    """How far each figure was checked, in two queries."""
    checked: dict[int, list[Validation]] = defaultdict(list)
    for each in Validation.objects.filter(figure__in=figures):
        checked[each.figure_id].append(each)
    found = Figure.objects.filter(pk__in=figures).select_related("returned").only("returned__state")
    return {each.pk: assurance_of(each.returned, checked[each.pk]) for each in found}


def _figure(standing: Standing, asked: Asked, assurance: str) -> Entry:
    ask, rag = standing.ask, explain(standing.rated, standing.before)
    told = [point for point in standing.points if point.mark is not Mark.NOT_REPORTED][-TOLD:]
    trend = "; ".join(f"{point.term.name} {point.shown}" for point in told)
    chart = sparkline_of(standing.rated[2], standing.points)
    small = small_words(standing.rated)
    said = [("Rated", f"{rag.reason}."), ("Small group", f"{small}." if small else "")]
    said.append(("Trend", trend if len(told) > 1 else ""))
    return Entry(
        part=Part.FIGURES,
        on=min(standing.term.last_day, clock.today()),
        term=standing.term.ref,
        what=f"{ask.title}: {shown(standing.rated)}",
        state=rag.mark.word,
        source=f"{assurance}, {standing.term.name}",
        url=reverse("kpis:figure", args=[standing.key]),
        touches=asked.touches(kpis=[ask.kpi_id], areas=[ask.area_id]),
        said=tuple(Said(label, words) for label, words in said if words),
        mark=rag.mark,
        chart=chart,
    )


def _sums_of(asked: Asked, rows: BoardRows) -> Iterator[Entry]:
    """The schools' figures taken together, as the reader may see them."""
    wanted = [
        ask.kpi_id for ask in rows.yardsticks.asked(rows.term.ref).values() if ask.scope == Scope.SCHOOL
    ]
    trends = trends_of(wanted, asked.user, asked.last, terms=len(asked.terms))
    return (_sum(kpi, each, asked) for kpi, each in trends.items() if each.lines or each.counts)


def _sum(kpi: int, trend: KpiTrend, asked: Asked) -> Entry:
    line = trend.lines[0] if trend.lines else None
    counts = ", ".join(f"{number} {mark.word.lower()}" for mark, number in trend.counts)
    return Entry(
        part=Part.FIGURES,
        on=min(asked.last.last_day, clock.today()),
        term=asked.last.ref,
        what=f"{trend.title}: {line.shown if line else counts}",
        state=line.mark.word if line and line.mark else "Not rated",
        source=f"All schools, {(line.when if line else trend.counted_in) or asked.last.name}",
        url=reverse("kpis:kpi", args=[trend.code]),
        touches=asked.touches(kpis=[kpi]),
        said=(Said("Target", trend.target),) if trend.target else (),
        mark=line.mark if line else None,
        chart=line.chart if line else NO_CHART,
    )


def priorities_of(asked: Asked) -> Iterator[Entry]:
    """The priorities of the plan in force that concern the place, as rated for the reader."""
    plan = current_plan()
    if plan is None or not access.allows(asked.user, Permission.SEE_PLAN):
        return iter(())
    found = matrix(plan, user=asked.user, now=term_to_show(plan, asked.user))
    elsewhere = _elsewhere(asked)
    return (_priority(line, asked) for line in found.lines if line.priority not in elsewhere)


def _elsewhere(asked: Asked) -> set[int]:
    """The priorities that name other schools alone; the trust looks at all."""
    if asked.school is None:
        return set()
    named: dict[int, set[int]] = defaultdict(set)
    for priority, school in Priority.schools.through.objects.values_list("priority", "school"):
        named[priority].add(school)
    return {priority for priority, schools in named.items() if asked.school.pk not in schools}


def _priority(line: MatrixLine, asked: Asked) -> Entry:
    told = [(term, said[0]) for term, said in line.ratings.items() if said and term <= line.now]
    term, rating = max(told, key=lambda each: each[0], default=(None, None))
    said = [Said(term.name if term else "", rating.happened)] if rating and rating.happened else []
    said += [Said("Next", rating.next)] if rating and rating.next else []
    return Entry(
        part=Part.PRIORITIES,
        on=rating.on if rating else None,
        term=term,
        what=f"{line.code} {line.title}",
        state=line.rag.mark.word,
        source=f"Led by {line.owner}" if line.owner else "Nobody leads it yet",
        url=reverse("milestones:priority", args=[line.priority]),
        touches=asked.touches(priority=line.priority),
        said=tuple(said),
        mark=line.rag.mark,
    )
