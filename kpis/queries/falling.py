"""Areas that are amber and got worse in each of the last two terms."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kpis.queries.board import Board, Row
from kpis.queries.board_cells import Cell
from kpis.queries.exact import Numbers
from kpis.queries.rated import VALUE, FigureRow, Rated, reading_of, shown
from kpis.rag import Direction, Mark, is_worsening, value_of

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


def worse_twice(board: Board) -> list[Fall]:
    """The amber areas that got worse since last term, and then since the term before, in the page's order.

    The board's rows reach two terms back. Only terms that follow one another are compared, and no running
    totals. What is red says for itself how long it has been getting worse.
    """
    keys = {term.ref: key for key, term in board.rows.calendar.items()}
    last, before = (keys.get(board.term.ref.shift(-steps), 0) for steps in (1, 2))
    past = board.rows.rated.get(before, {})
    found = []
    for row in board.all_rows:
        firsts = past.get(row.owner.pk, {})
        for cell in row.cells:
            if cell.mark is not Mark.AMBER or not cell.rated or not cell.earlier:
                continue
            now, then = cell.rated, cell.earlier
            first = firsts.get(now[2].ask.kpi_id)
            if first and then[1][TERM] == last and _fell(first, then, now):
                found.append(Fall(row, cell, first, then, now))
    return found


def _fell(first: Rated, then: Rated, now: Rated) -> bool:
    standard = now[2]
    if standard.ask.is_cumulative or standard.rule.direction is Direction.INSIDE:
        return False
    middle = _value(then)
    rule = standard.rule
    return is_worsening(_value(now), middle, rule) and is_worsening(middle, _value(first), rule)


def _value(rated: Rated) -> Decimal | None:
    """The figure as a number: what most KPIs report as it stands, the others as their counts make it."""
    _, row, standard = rated
    if standard.is_plain:
        return Numbers().maybe(row[VALUE])
    return value_of(reading_of(row, standard), standard.rule)
