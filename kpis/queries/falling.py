"""Areas that are amber and got worse in each of the last two terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from kpis.queries.board import Board, Row
from kpis.queries.board_cells import Cell
from kpis.queries.rated import FigureRow, Rated, RatedFigures, reading_of, shown
from kpis.queries.yardsticks import Standard
from kpis.rag import Direction, Mark, is_worsening, value_of
from trust.models import Term

TERM = FigureRow._fields.index("term")


class Fall(NamedTuple):
    """An area whose figure got worse twice running, with the two figures before."""

    row: Row
    cell: Cell
    first: Rated
    then: Rated
    now: Rated

    @property
    def title(self) -> str:
        return self.now[2].ask.title

    @property
    def values(self) -> str:
        """ "95.1 to 94.6 to 94.0%"."""
        return " to ".join([shown(self.first, unit=False), shown(self.then, unit=False), shown(self.now)])


@dataclass(frozen=True)
class Falling:
    """The amber areas that got worse since last term, and the term before it, of which more must be read."""

    before: Term | None
    areas: tuple[tuple[Row, Cell, Rated, Rated], ...]

    @property
    def wanted(self) -> Q | None:
        """Which figures tell whether they had got worse before; None where there is nothing to ask."""
        if not self.areas:
            return None
        kpis = {now[2].ask.kpi_id for *_, now in self.areas}
        owners = {row.owner.pk for row, *_ in self.areas}
        schools = Q(school__in=owners - {None})
        whose = schools | Q(school__isnull=True) if None in owners else schools
        return Q(term=self.before, kpi__in=kpis) & whose

    def twice(self, rated: RatedFigures) -> list[Fall]:
        """Those that had, in the page's order; `rated` holds the figures wanted."""
        past = rated.get(self.before.pk, {}) if self.before else {}
        found = []
        for row, cell, then, now in self.areas:
            first = past.get(row.owner.pk, {}).get(now[2].ask.kpi_id)
            if first and _is_worse(then, first):
                found.append(Fall(row, cell, first, then, now))
        return found


def falling_in(board: Board, calendar: Iterable[Term]) -> Falling:
    """What may have got worse twice running.

    Only terms that follow one another are compared, no running totals and nothing whose small groups are
    hidden from the reader. What is red says for itself how long it has been getting worse.
    """
    terms = {term.ref: term for term in calendar}
    last, before = (terms.get(board.term.ref.shift(-steps)) for steps in (1, 2))
    if last is None or before is None:
        return Falling(None, ())
    guarded = board.rows.yardsticks.hidden_from([owner.pk for owner in board.rows.owners])
    areas = [
        (row, cell, cell.earlier, cell.rated)
        for row in board.all_rows
        for cell in row.cells
        if cell.mark is Mark.AMBER and cell.rated and cell.earlier and cell.earlier[1][TERM] == last.pk
        if _is_compared(cell.rated[2]) and cell.rated[2].ask.kpi_id not in guarded
        if _is_worse(cell.rated, cell.earlier)
    ]
    return Falling(before, tuple(areas))


def _is_compared(standard: Standard) -> bool:
    return not standard.ask.is_cumulative and standard.rule.direction is not Direction.INSIDE


def _is_worse(now: Rated, before: Rated) -> bool:
    return is_worsening(_value(now), _value(before), now[2].rule)


def _value(rated: Rated) -> Decimal | None:
    _, row, standard = rated
    return value_of(reading_of(row, standard), standard.rule)
