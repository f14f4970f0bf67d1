"""The board's picture as a file: a school and area a row, as the page shows them to that reader."""

from __future__ import annotations

from collections.abc import Iterator

from kpis.queries.board import Board
from kpis.queries.board_cells import Cell
from kpis.queries.rated import shown
from trust.tables import Cell as Value
from trust.tables import csv_bytes, xlsx_bytes

HEADER = (
    "School",
    "Area",
    "KPI",
    "Code",
    "Figure",
    "Rating",
    "Rating last time",
    "Judged by a person",
    "Note",
)


def glance_csv(board: Board) -> bytes:
    return csv_bytes(HEADER, _rows(board))


def glance_xlsx(board: Board) -> bytes:
    return xlsx_bytes(board.term.name, HEADER, _rows(board))


def _rows(board: Board) -> Iterator[tuple[Value, ...]]:
    for row in board.all_rows:
        column = 0
        for cell in row.cells:
            for area in board.columns[column : column + cell.span]:
                yield _line(cell, row.name, area.name)
            column += cell.span


def _line(cell: Cell, school: str, area: str) -> tuple[Value, ...]:
    figure = shown(cell.rated) if cell.rated else ""
    was, judged = (mark.word if mark else "" for mark in (cell.was, cell.judged))
    small = f"Small group: {cell.small}" if cell.small else ""
    note = small or ("" if cell.rated else cell.note)
    return school, area, cell.title, cell.kpi, figure, cell.mark.word, was, judged, note
