"""One school's term, or the trust's own: tiles by area, trends, forecasts, what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.safestring import SafeString

from kpis.calibration import middle
from kpis.drawings import cone_of, trend_of
from kpis.models import Return
from kpis.queries.board import Row, build
from kpis.queries.board_cells import JUDGED, MODERATED
from kpis.queries.board_rows import BoardRows, Owner, owner_of, pending_of, read_for
from kpis.queries.cautions import Caution, cautions_of
from kpis.queries.exact import Numbers, raw
from kpis.queries.facts import AreaFacts, Fact, Point, facts_of, figure_of, points_of
from kpis.queries.rated import VALUE, WIDTH, Rated
from kpis.queries.visible import Reader, reader_for
from kpis.queries.warnings import settled_records
from kpis.rag import Mark, Rag
from kpis.words import show_value
from schools import access
from schools.models import School
from trust import charts, clock
from trust.models import Term

SHOWN_TERMS = 7
# As many terms again as a year has, so that the year before the first forecast is there too.
DEPTH = 8
MORE = (
    "comment", "judged_reason", raw("forecast_low"), raw("forecast_high"), "entered_by__name",
    "judgements__reason", "judgements__by__name", "judgements__at",
)  # fmt: skip


# Where the ends of the forecast stand in `MORE`.
MORE_FORECAST = 2


class Told(NamedTuple):
    """What was said with a figure, beside the figure itself."""

    comment: str
    judged_reason: str
    forecast_low: Any
    forecast_high: Any
    entered_by: str
    moderator_reason: str | None
    moderator: str | None
    moderated_at: datetime | None


class Trend(NamedTuple):
    """A figure over its last terms: the drawing, where there are enough of them, and the same as a table."""

    fact: Fact
    chart: SafeString
    points: tuple[Point, ...]
    before: str

    @property
    def sub(self) -> str:
        """The line under its title: unit, direction, and what it was before."""
        unit = "" if self.fact.ask.unit in ("%", "£") else self.fact.ask.unit
        kind = ", ".join(filter(None, (unit, self.fact.direction)))
        sub = " · ".join(filter(None, (kind, self.before)))
        return sub[:1].upper() + sub[1:]


class Forecast(NamedTuple):
    """What the head expects before results are out, from low to high, with what stands against it."""

    fact: Fact
    chart: SafeString
    last_year: str
    earlier: str
    now: str
    record: str
    cone: SafeString


class Remark(NamedTuple):
    """What a person said of a figure."""

    fact: Fact
    text: str
    by: str
    at: datetime | None
    mark: Mark | None


class AreaSheet(NamedTuple):
    """One area on the page: its rating, and its figures with the worst first: drawn, and told in a line."""

    slug: str
    name: str
    mark: Mark
    trends: tuple[Trend, ...]

    @property
    def rag(self) -> Rag | Mark:
        """What its chip says: where nothing has been issued to this reader, so do all its figures."""
        rags = {trend.fact.rag for trend in self.trends}
        return rags.pop() if len(rags) == 1 and self.mark is Mark.NOT_DUE else self.mark

    @property
    def drawn(self) -> list[Trend]:
        return [trend for trend in self.trends if trend.chart]

    @property
    def told(self) -> list[Trend]:
        """Answers, dates, grades, and what has too few terms for a line."""
        return [trend for trend in self.trends if not trend.chart]

    @property
    def is_narrow(self) -> bool:
        """Whether half the page's width is enough for it."""
        return len(self.drawn) <= 1


@dataclass(frozen=True)
class SchoolSheet:
    """Everything that the counting house puts on a school's page."""

    owner: Owner
    returned: Return | None
    row: Row
    areas: tuple[AreaSheet, ...]
    forecasts: tuple[Forecast, ...]
    cautions: tuple[Caution, ...]
    comments: tuple[Remark, ...]
    judgements: tuple[Remark, ...]

    @property
    def is_empty(self) -> bool:
        return not any(trend.fact.figure for area in self.areas for trend in area.trends)


def school_sheet(
    user: access.Person, school: School | None, term: Term, terms: Iterable[Term] | None = None
) -> SchoolSheet:
    """The sheet of a school in a term (of the trust itself without one), as that person sees it.

    Five queries, six without the calendar's `terms`; two more where there are forecasts, one for warnings.
    """
    reader = reader_for(user)
    returned = _return_of(school, term)
    owner = _owner(reader, school, returned)
    rows = read_for([owner], term, reader=reader, today=clock.today(), terms=terms, depth=DEPTH, more=MORE)
    told = facts_of(rows, owner)
    facts = [fact for area in told for fact in area.facts]
    row = build(rows).all_rows[0]
    return SchoolSheet(
        owner=owner,
        returned=returned,
        row=row,
        areas=tuple(_areas(rows, owner, row, told)),
        forecasts=tuple(_forecasts(rows, owner, facts, user)),
        cautions=tuple(cautions_of(rows, facts, user, at=WIDTH + MORE_FORECAST)),
        comments=tuple(_comments(facts)),
        judgements=tuple(_judgements(facts)),
    )


def _owner(reader: Reader, school: School | None, returned: Return | None) -> Owner:
    owner, state = owner_of(school), returned.state if returned else None
    return owner._replace(
        state=state,
        pending=pending_of(reader, owner.pk, state),
        extended_until=returned.extended_until if returned else None,
        handed_in_on=returned.handed_in_on if returned else None,
    )


def _return_of(school: School | None, term: Term) -> Return | None:
    return (
        Return.objects.filter(school=school, term=term).select_related("submitted_by", "decided_by").first()
    )


def _areas(rows: BoardRows, owner: Owner, row: Row, told: Iterable[AreaFacts]) -> list[AreaSheet]:
    """The areas that are due, the worst first; equals stay in the trust's order."""
    marks = {cell.area: cell.mark for cell in row.cells}
    areas = [
        AreaSheet(area.slug, area.name, marks.get(area.slug, Mark.NOT_DUE), _trends(rows, owner, area.facts))
        for area in told
    ]
    return sorted(areas, key=lambda area: -area.mark.severity)


def _trends(rows: BoardRows, owner: Owner, facts: Iterable[Fact]) -> tuple[Trend, ...]:
    ordered = sorted(facts, key=lambda fact: -fact.rag.severity)
    return tuple(_trend(rows, owner, fact) for fact in ordered)


def _trend(rows: BoardRows, owner: Owner, fact: Fact) -> Trend:
    points = points_of(rows, owner, fact.ask, SHOWN_TERMS)
    return Trend(fact, trend_of(fact.standard, points), tuple(points), _before_words(fact))


def _before_words(fact: Fact) -> str:
    """ "93.9% last term, 94.4% a year ago": what it was before, in words."""
    told = []
    if fact.earlier and fact.earlier_term is not None:
        when = "last term" if fact.earlier_term.ref.next == fact.term.ref else f"in {fact.earlier_term.name}"
        told.append(f"{fact.earlier} {when}")
    if fact.year_ago and not (fact.earlier_term and fact.earlier_term.ref == fact.term.ref.year_ago):
        told.append(f"{fact.year_ago} a year ago")
    return ", ".join(told)


def _forecasts(
    rows: BoardRows, owner: Owner, facts: Iterable[Fact], user: access.Person
) -> Iterable[Forecast]:
    given = [(fact, now) for fact in facts if (now := _forecast_of(fact.rated))]
    if not given:
        return
    kpis = [fact.ask.kpi_id for fact, _ in given]
    records = settled_records(user, rows.term, Q(school=owner.pk), kpis)
    for fact, now in given:
        before = figure_of(rows, owner, rows.term.ref.previous, fact.ask)
        last_year = figure_of(rows, owner, rows.term.ref.year_ago, fact.ask)
        points = points_of(rows, owner, fact.ask, SHOWN_TERMS)
        told = _forecast(fact, now, _forecast_of(before), last_year)
        record = records.get(fact.ask.kpi_id)
        around = record.around(*now) if record else None
        yield told._replace(
            record=record.words if record else "", cone=cone_of(fact.standard, points, now, around)
        )


def _forecast(
    fact: Fact,
    now: tuple[Decimal, Decimal],
    before: tuple[Decimal, Decimal] | None,
    last_year: Rated | None,
) -> Forecast:
    rule, numbers = fact.standard.rule, Numbers()
    final = numbers.maybe(last_year[1][VALUE]) if last_year else None
    told = [middle(*ends) for ends in (before, now) if ends]
    against = f"target {fact.target}, national {fact.national}"
    chart = charts.dot_plot(
        label=f"{fact.ask.title}: forecast {_range(now, fact)}, {against}.",
        target=rule.target,
        national=fact.standard.compared,
        last_year=final,
        forecasts=told,
    )
    shown_last = show_value(final, rule) if final is not None else "–"
    earlier = _range(before, fact) if before else "–"
    return Forecast(fact, chart, shown_last, earlier, _range(now, fact), "", charts.NOTHING)


def _forecast_of(rated: Rated | None) -> tuple[Decimal, Decimal] | None:
    if rated is None:
        return None
    told, numbers = told_of(rated), Numbers()
    low, high = numbers.maybe(told.forecast_low), numbers.maybe(told.forecast_high)
    ends = [end for end in (low, high) if end is not None]
    return (ends[0], ends[-1]) if ends else None


def _range(ends: tuple[Decimal, Decimal], fact: Fact) -> str:
    low, high = (show_value(end, fact.standard.rule) for end in ends)
    return low if low == high else f"{low} to {high}"


def told_of(rated: Rated) -> Told:
    """What was said with a figure that was read with the columns of `MORE`."""
    return Told._make(rated[1][WIDTH:])


def _comments(facts: Iterable[Fact]) -> Iterable[Remark]:
    """The head's comments and own ratings, the worst figure first."""
    for fact in sorted(facts, key=lambda fact: -fact.rag.severity):
        if fact.rated is None:
            continue
        told = told_of(fact.rated)
        text = " ".join(filter(None, (told.comment, told.judged_reason)))
        if text:
            own = Mark(fact.rated[1][JUDGED]) if fact.rated[1][JUDGED] else None
            yield Remark(fact, text, told.entered_by, None, own)


def _judgements(facts: Iterable[Fact]) -> Iterable[Remark]:
    for fact in facts:
        told = told_of(fact.rated) if fact.rated else None
        if told and fact.rated and told.moderator:
            mark = Mark(fact.rated[1][MODERATED])
            yield Remark(fact, told.moderator_reason or "", told.moderator, told.moderated_at, mark)
