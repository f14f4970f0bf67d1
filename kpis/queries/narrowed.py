"""Part of the board's picture: the schools of a phase, one school, one area, or those with a rating."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from kpis.queries.board import Board, Group, Row
from kpis.queries.board_cells import Cell
from kpis.rag import Mark

# The group that holds the trust's own return.
TRUST: Final = "trust"


class Wanted(NamedTuple):
    """What is wanted of the picture; what is empty leaves nothing out."""

    phase: str = ""
    area: str = ""
    rating: Mark | None = None
    school: str = ""


def phase_of(group: Group) -> str:
    return group.rows[0].owner.phase or TRUST


def narrowed(board: Board, wanted: Wanted) -> Board:
    """The picture with what was asked for: a school stays where one of the cells left has the rating."""
    if wanted == Wanted():
        return board
    kept = [number for number, column in enumerate(board.columns) if wanted.area in ("", column.area)]
    groups = [_group(group, kept, wanted) for group in board.groups if wanted.phase in ("", phase_of(group))]
    columns = tuple(board.columns[number] for number in kept)
    return replace(board, columns=columns, groups=tuple(group for group in groups if group.rows))


def _group(group: Group, kept: list[int], wanted: Wanted) -> Group:
    rows = (_row(row, kept) for row in group.rows if wanted.school in ("", row.slug))
    told = (row for row in rows if wanted.rating in (None, *(cell.mark for cell in row.cells)))
    targets, nationals = ([each[number] for number in kept] for each in (group.targets, group.nationals))
    return Group(group.name, tuple(told), tuple(targets), tuple(nationals))


def _row(row: Row, kept: list[int]) -> Row:
    """The row with the cells of the columns that are kept; of a run, as long a one as is left of it."""
    cells: list[Cell] = []
    column = 0
    for cell in row.cells:
        left = sum(column <= number < column + cell.span for number in kept)
        if left:
            cells.append(cell._replace(span=left))
        column += cell.span
    return row._replace(cells=tuple(cells))
