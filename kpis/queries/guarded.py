"""Figures read and rated for one reader, with what small groups keep from that reader taken out of the rows.

The only place where it is taken out: the rows that leave here hold nothing of a hidden figure but whose it
is, so no page, chart, file or pack made from them can give it away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from kpis.models import Figure
from kpis.queries.exact import Numbers
from kpis.queries.rated import (
    WIDTH,
    FigureRow,
    Rated,
    RatedFigures,
    StandardsOf,
    figure_row,
    rate_figures,
    read_figures,
)
from kpis.queries.visible import Reader
from kpis.queries.yardsticks import Yardsticks
from kpis.rag import Mark
from kpis.rag.groups import Counts, Protection, is_small, protect
from trust.models import Term
from trust.terms import TermRef

# Whether a school belonged to the trust on a term's last day, so that its figure is part of the trust's sum.
MEMBERSHIP = ("school__joined", "school__left")


class Total(NamedTuple):
    """What a KPI's sum over the trust is made of in one term, and whether it must not be shown."""

    parts: tuple[Counts, ...]
    is_hidden: bool


# Term and KPI, by key.
Totals = Mapping[tuple[int, int], Total]


def read_rated(
    reader: Reader,
    yardsticks: Yardsticks,
    standards_of: StandardsOf,
    calendar: Mapping[int, Term],
    wanted: Mapping[int, Collection[int] | None],
    owners: Collection[int | None],
    more: tuple[Any, ...] = (),
    listed: Collection[int] | None = None,
) -> tuple[RatedFigures, Totals]:
    """The figures of `owners` as that reader may see them, in one query.

    Of the KPIs whose small groups are hidden every school is read, since what must be hidden depends on them
    all; `listed` are the schools read of the others, None for every one. `more` is as in `read_figures`.
    """
    guarded = yardsticks.hidden_from(owners)
    columns = (*more, *MEMBERSHIP) if guarded else more
    found = read_figures(reader, wanted, listed, None in owners, columns, of_every_school=guarded)
    if not guarded:
        return rate_figures(found, standards_of), {}
    rows = list(found)
    rated = rate_figures((row[: -len(MEMBERSHIP)] for row in rows), standards_of)
    return rated, _hide(rated, _totals(rows, guarded, calendar), yardsticks)


def _totals(
    rows: Iterable[tuple[Any, ...]], guarded: Mapping[int, int], calendar: Mapping[int, Term]
) -> dict[tuple[int, int], tuple[dict[int, Counts], int]]:
    """Term and KPI → the latest counts of each school in the trust's sum, and below what they are small."""
    latest: dict[tuple[int, int], dict[int, tuple[Any, ...]]] = {}
    for row in rows:
        figure, (joined, left) = figure_row(row), row[-len(MEMBERSHIP) :]
        if figure.kpi not in guarded or figure.school is None:
            continue
        if not _is_member(joined, left, calendar[figure.term].ends):
            continue
        schools = latest.setdefault((figure.term, figure.kpi), {})
        known = schools.get(figure.school)
        if known is None or figure.version > figure_row(known).version:
            schools[figure.school] = row
    return {
        (term, kpi): ({school: _counts(row) for school, row in schools.items()}, guarded[kpi])
        for (term, kpi), schools in latest.items()
    }


def _hide(
    rated: RatedFigures,
    totals: Mapping[tuple[int, int], tuple[dict[int, Counts], int]],
    yardsticks: Yardsticks,
) -> Totals:
    """Blank what is hidden, in place; what the sums are made of is handed back."""
    protected = {key: protect(counts, below) for key, (counts, below) in totals.items()}
    for term, schools in rated.items():
        for school, mine in schools.items():
            for kpi, (mark, row, standard) in mine.items():
                if yardsticks.hidden_below(kpi, school) is None or row[ABSENT]:
                    continue
                hidden = protected.get((term, kpi), NOTHING).hidden
                if mark is Mark.SMALL_GROUP or school in hidden:
                    mine[kpi] = (Mark.SMALL_GROUP, blank_row(row), standard)
    return {
        key: Total(tuple(counts.values()), protected[key].is_total_hidden)
        for key, (counts, _) in totals.items()
    }


ABSENT = FigureRow._fields.index("absent")
EVIDENCE = ("evidence", "evidence_link")
NOTHING = Protection(frozenset(), False)


def blank_row(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with nothing left in it but whose figure it is, and that its group is too small."""
    figure = figure_row(row)
    blank = figure._replace(
        value=None, absent=Mark.SMALL_GROUP.value, judged="", numerator=None, denominator=None, eligible=None,
        choice="", done_on=None, text="", evidence="", said_at=None, judgement=None, moderated=None,
    )  # fmt: skip
    return (*blank, *(None for _ in row[WIDTH:]))


def blank_figure(figure: Figure) -> Figure:
    """The same of a version that was read as a whole: a copy that is never saved."""
    blank = copy(figure)
    for name in ("numerator", "denominator", "eligible", "value", "done_on", "forecast_low", "forecast_high"):
        setattr(blank, name, None)
    for name in ("choice", "text", "comment", "note", "judged", "judged_reason", "reason", *EVIDENCE):
        setattr(blank, name, "")
    blank.absent = Mark.SMALL_GROUP
    return blank


def hide_small(
    found: dict[tuple[int, int | None], dict[TermRef, Figure]], guarded: Mapping[int, int]
) -> None:
    """Blank in place, of figures by KPI and school and by term, what a reader is not shown (see `_hide`).

    `guarded` is as in `Yardsticks.hidden_from`; of its KPIs every school is there, with its figures.
    """
    terms: dict[tuple[int, TermRef], dict[int, Counts]] = {}
    for (kpi, school), figures in found.items():
        for ref, figure in figures.items():
            owner = figure.school if kpi in guarded else None
            if school and owner and _is_member(owner.joined, owner.left, figure.term.ends):
                terms.setdefault((kpi, ref), {})[school] = (figure.numerator, figure.denominator)
    protected = {key: protect(counts, guarded[key[0]]) for key, counts in terms.items()}
    for (kpi, school), figures in found.items():
        for ref, figure in figures.items() if kpi in guarded else ():
            is_few = is_small(
                figure.eligible if figure.denominator is None else figure.denominator, guarded[kpi]
            )
            if not figure.absent and (is_few or school in protected.get((kpi, ref), NOTHING).hidden):
                figures[ref] = blank_figure(figure)


def is_hidden(rated: Rated | None) -> bool:
    """Whether the figure was taken out of the row because its group is small."""
    return rated is not None and rated[0] is Mark.SMALL_GROUP and rated[1][ABSENT] == Mark.SMALL_GROUP


def _is_member(joined: date, left: date | None, ends: date) -> bool:
    return joined < ends and (left is None or left >= ends)


def _counts(row: tuple[Any, ...]) -> tuple[Decimal | None, Decimal | None]:
    figure, numbers = figure_row(row), Numbers()
    return numbers.maybe(figure.numerator), numbers.maybe(figure.denominator)
