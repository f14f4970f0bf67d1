"""Puts the numbers that Word makes by itself before the labels they stand at: a code may be nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from milestones.imports.codes import read_code
from milestones.imports.grid import GridCell, GridRow, has_terms, years_joined
from milestones.imports.table import is_a_term


def with_numbers(rows: Iterable[GridRow], first: int) -> Iterator[GridRow]:
    """The rows with those numbers in the cells that begin before `first`, the edge of the first term.

    A row that has a code in writing is left as it stands: a number there is but decoration.
    """
    for row in rows:
        labels = [cell for cell in row.cells if cell.left < first]
        if has_terms(row) or any(read_code(cell.text) for cell in labels):
            yield row
        else:
            yield replace(row, cells=tuple(_numbered(cell, first) for cell in row.cells))


def _numbered(cell: GridCell, first: int) -> GridCell:
    if not cell.number or cell.left >= first:
        return cell
    return replace(cell, text=f"{cell.number} {cell.text}".strip())


def first_term(rows: Sequence[GridRow]) -> int | None:
    """The edge of the first term in the row of terms, the years perhaps above it; None without such a row."""
    above: GridRow | None = None
    for row in rows:
        joined = row if above is None else years_joined(above, row)
        if has_terms(joined):
            return next(cell.left for cell in joined.filled if is_a_term(cell.text))
        above = row if row.filled else above
    return None


def merged_down(rows: Sequence[GridRow], first: int) -> Iterator[str]:
    """Each text of the matrix that is merged over rows of other lines, to which it may belong as well."""
    for at, row in enumerate(rows):
        below = rows[at + 1 : at + max((cell.down for cell in row.cells), default=1)]
        for cell in row.filled if below and not has_terms(row) else ():
            others = below[: cell.down - 1] if cell.left >= first else ()
            if any(label.text and label.left < first for other in others for label in other.cells):
                yield cell.text


def codes_made(rows: Iterable[GridRow]) -> list[str]:
    """The codes in the rows that Word's numbering made, in their order."""
    made = (
        read_code(cell.text)
        for row in rows
        for cell in row.cells
        if cell.number and cell.text.startswith(cell.number) and read_code(cell.number)
    )
    return list(dict.fromkeys(code.text for code in made if code))
