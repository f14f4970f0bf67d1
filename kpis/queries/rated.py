"""Figures read as rows and rated: the one road from the database to a mark for pages that show many."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, F, Field, Q, TextField, When
from django.db.models.functions import Concat

from kpis.models import Figure
from kpis.queries.exact import Numbers, day, raw
from kpis.queries.visible import Reader, versions_seen
from kpis.queries.yardsticks import Ask, Standard
from kpis.rag import Kind, Mark, Rag, Reading, mark_of, mark_of_value, rate
from kpis.rag.groups import worth
from kpis.words import show_reading, show_value
from trust.clock import LONDON
from trust.models import Term
from trust.terms import TermRef

NOT_REPORTED, ORDINAL, PENETRATION = Mark.NOT_REPORTED, Kind.ORDINAL, Kind.PENETRATION


class FigureRow(NamedTuple):
    """One version of a figure as the database hands it over, amounts and dates raw (`kpis.queries.exact`).

    `said_at` is when it was entered, read only where an answer was chosen, as "not yet" is; `moderated` is
    the moderator's rating and `judgement` its key, where there is one.
    """

    kpi: int
    school: int | None
    term: int
    version: int
    pk: int
    value: Any
    absent: str
    judged: str
    numerator: Any
    denominator: Any
    eligible: Any
    choice: str
    done_on: Any
    text: str
    evidence: str
    said_at: Any
    judgement: int | None
    moderated: str | None


VALUE, CHOICE = FigureRow._fields.index("value"), FigureRow._fields.index("choice")

# An expression rather than the column: SQLite's driver would parse the moments of all the other rows as well.
SAID_AT = Case(When(~Q(choice=""), then=F("entered_at")), output_field=Field())
# Words, a link or a document: any of them is evidence.
EVIDENCE = Concat("evidence", "evidence_link", "strength", output_field=TextField())
COLUMNS = (
    "kpi_id", "school_id", "term_id", "version", "pk", raw("value"), "absent", "judged", raw("numerator"),
    raw("denominator"), raw("eligible"), "choice", raw("done_on"), "text", EVIDENCE, SAID_AT,
    "judgements__pk", "judgements__mark",
)  # fmt: skip

WIDTH = len(COLUMNS)
# The further columns of a row that hold the ends of its forecast.
FORECAST = (raw("forecast_low"), raw("forecast_high"))

# The mark, the row in the order of FigureRow, and what it was rated by. Plain tuples, since a dashboard makes
# thousands of them.
Rated = tuple[Mark, tuple[Any, ...], Standard]
# Term → school (None: the trust itself) → KPI.
RatedFigures = dict[int, dict[int | None, dict[int, Rated]]]
# What rates the figures of a term (by key) and school: KPI → standard.
StandardsOf = Callable[[int, int | None], Mapping[int, Standard]]


def read_figures(
    reader: Reader,
    wanted: Mapping[int, Collection[int] | None],
    schools: Collection[int] | None = None,
    with_trust: bool = True,
    more: tuple[Any, ...] = (),
    of_every_school: Collection[int] = (),
) -> Iterable[tuple[Any, ...]]:
    """The versions that the reader may see, in one query.

    `wanted` maps a term's key to the KPIs wanted of it, None for all; `schools` is None for all of them;
    `more` names columns that follow those of FigureRow; `of_every_school` names KPIs that are read of every
    school. Pages take figures from `kpis.queries.guarded`, which hides small groups.
    """
    of_terms = Q()
    for term, kpis in wanted.items():
        of_terms |= Q(term=term) if kpis is None else Q(term=term, kpi__in=kpis)
    of_schools = Q()
    if schools is not None:
        of_schools = Q(school__in=schools) | (Q(school__isnull=True) if with_trust else Q())
        of_schools |= Q(kpi__in=of_every_school, school__isnull=False) if of_every_school else Q()
    found = Figure.objects.filter(of_terms, of_schools, versions_seen(reader)).order_by()
    return found.values_list(*COLUMNS, *more)


def figure_row(row: tuple[Any, ...]) -> FigureRow:
    """A row by name, without what `more` added to it."""
    return FigureRow._make(row[:WIDTH])


def rate_figures(rows: Iterable[tuple[Any, ...]], standards_of: StandardsOf) -> RatedFigures:
    """The latest version of every figure, rated; figures of a KPI that has no standard are left out."""
    rated: RatedFigures = {}
    held: dict[tuple[int, int | None], tuple[Mapping[int, Standard], dict[int, Rated]]] = {}
    numbers = Numbers()
    for row in rows:
        kpi, school, term, _, _, value, absent = row[:7]
        place = held.get((term, school))
        if place is None:
            mine = rated.setdefault(term, {}).setdefault(school, {})
            place = held[term, school] = (standards_of(term, school), mine)
        standards, mine = place
        standard = standards.get(kpi)
        if standard is None or (kpi in mine and not _replaces(row, mine[kpi][1])):
            continue
        if standard.is_plain and value is not None and not absent:
            mark = mark_of_value(numbers[value], standard.rule, standard.compared)
        elif standard.rule.kind is ORDINAL:
            mark = NOT_REPORTED  # rated once the grade before it has been read: `rate_grades`
        else:
            mark = mark_of(reading_of(row, standard, numbers), standard.rule)
        mine[kpi] = (mark, row, standard)
    return rated


def shown(rated: Rated, *, unit: bool = True) -> str:
    """What was reported, as a cell prints it."""
    mark, row, standard = rated
    value = row[VALUE]
    if standard.is_plain and value is not None and standard.rule.kind is not PENETRATION:
        return show_value(Decimal(str(value)), standard.rule, unit=unit)
    return show_reading(reading_of(row, standard), standard.rule, mark, unit=unit)


def rate_grades(rated: RatedFigures, calendar: Mapping[int, Term]) -> None:
    """Rate the grades that may hold or rise: each needs the one before it, which is among `rated`."""
    keys = {term.ref: key for key, term in calendar.items()}
    for term, schools in rated.items():
        before = _Before(calendar[term].ref, keys)
        for school, mine in schools.items():
            grades = [kpi for kpi, (_, _, standard) in mine.items() if standard.rule.kind is ORDINAL]
            for kpi in grades:
                _, row, standard = mine[kpi]
                earlier = rated.get(before[standard.ask], {}).get(school, {}).get(kpi)
                reading = reading_of(row, standard, previous=earlier)
                mine[kpi] = (mark_of(reading, standard.rule), row, standard)


class _Before:
    """KPI → the key of the term that its figures of one term are compared with; 0 where there is none."""

    def __init__(self, term: TermRef, keys: Mapping[TermRef, int]) -> None:
        self._term, self._keys = term, keys
        self._known: dict[int, int] = {}

    def __getitem__(self, ask: Ask) -> int:
        if ask.kpi_id not in self._known:
            refs = ask.earlier(self._term)
            self._known[ask.kpi_id] = self._keys.get(refs[0], 0) if refs else 0
        return self._known[ask.kpi_id]


def reading_of(
    row: tuple[Any, ...], standard: Standard, numbers: Numbers | None = None, previous: Rated | None = None
) -> Reading:
    """What the rule needs of a row; where there are counts, it is the counts that are rated.

    An undone deadline is rated as on the day it was reported, so that the past is not repainted.
    """
    figure, numbers = figure_row(row), numbers or Numbers()
    return Reading(
        numerator=numbers.maybe(figure.numerator),
        denominator=numbers.maybe(figure.denominator),
        value=numbers.maybe(figure.value) if figure.denominator is None else None,
        eligible=numbers.maybe(figure.eligible),
        choice=figure.choice or None,
        done_on=day(figure.done_on),
        text=figure.text,
        has_evidence=bool(figure.evidence.strip()),
        absent=Mark(figure.absent) if figure.absent else None,
        national=standard.national.value if standard.national else None,
        previous_choice=previous[1][CHOICE] if previous else None,
        today=_london_day(figure.said_at) if standard.rule.kind is Kind.DEADLINE else None,
    )


def small_words(rated: Rated) -> str:
    """What one person is worth where the figure's group is to be marked as small; nothing elsewhere."""
    _, row, standard = rated
    if standard.rule.mark_below is None:
        return ""
    return worth(reading_of(row, standard), standard.rule)


def explain(rated: Rated, previous: Rated | None = None) -> Rag:
    """The rating with its reason in words. `previous` is the earlier figure, needed by grades alone."""
    _, row, standard = rated
    return rate(reading_of(row, standard, previous=previous), standard.rule)


def _replaces(row: tuple[Any, ...], known: tuple[Any, ...]) -> bool:
    """A later version stands for an earlier one; of two rows of one version, the later judgement."""
    new, old = figure_row(row), figure_row(known)
    return (new.version, new.judgement or 0) > (old.version, old.judgement or 0)


def _london_day(stored: Any) -> date | None:
    if stored is None:
        return None
    moment = datetime.fromisoformat(stored).replace(tzinfo=UTC) if isinstance(stored, str) else stored
    day_there: date = moment.astimezone(LONDON).date()
    return day_there
