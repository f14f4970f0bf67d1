"""A table as it is printed: cells over several columns and rows, their looks, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

INK: Final = "1D2328"
QUIET: Final = "485059"
RULE: Final = "C9C4B7"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; colours as six hexadecimal digits, `fill` empty for none."""

    fill: str = ""
    ink: str = INK
    is_hatched: bool = False
    is_bold: bool = False
    is_centred: bool = False


PLAIN: Final = Look()


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A text over `across` columns and `down` rows; a line break in it is kept."""

    text: str = ""
    across: int = 1
    down: int = 1
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A page on its side with one table, whose header is repeated on each page.

    A row leaves out the columns that a cell above it reaches down into, as a row of HTML does. `widths` are
    tenths of a millimetre; `size` is of the letters, in half points.
    """

    title: str
    above: Sequence[str]
    widths: Sequence[int]
    header: Sequence[PrintedCell]
    rows: Sequence[Sequence[PrintedCell]]
    below: Sequence[str] = ()
    size: int = 16


class Placed(NamedTuple):
    """A cell at its first column, counted from 0; `is_below` where it goes on from the row above."""

    column: int
    cell: PrintedCell
    is_below: bool


def placed(rows: Sequence[Sequence[PrintedCell]], columns: int) -> Iterator[list[Placed]]:
    """Each row with every column taken: by its own cells, and by those that reach down into it.

    Raises ValueError for a row that does not fill the columns.
    """
    reaching: dict[int, tuple[PrintedCell, int]] = {}  # by first column: the cell, and rows it still takes
    for row in rows:
        own, made, column = iter(row), list[Placed](), 0
        while column < columns:
            above, left = reaching.pop(column, (None, 0))
            cell = above or next(own, None)
            if cell is None or column + cell.across > columns:
                raise ValueError("A row of the table does not fill its columns.")
            made.append(Placed(column, cell, above is not None))
            left = left - 1 if above else cell.down - 1
            if left:
                reaching[column] = (cell, left)
            column += cell.across
        if next(own, None) is not None:
            raise ValueError("A row of the table is wider than its columns.")
        yield made
