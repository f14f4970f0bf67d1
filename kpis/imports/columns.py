"""The names of columns in returns as tables, and how a heading that a person typed is recognised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trust.tables import Sheet, column_name

RETURN: Final = "Return"
SECTION: Final = "Section"
CODE: Final = "Code"
TITLE: Final = "KPI"
QUESTION: Final = "What to enter"
ANSWER: Final = "Your answer"
LAST: Final = "Last term"
TARGET: Final = "Target"
FIELD: Final = "Field"
BEFORE: Final = "As downloaded"
TERM: Final = "Term"
SCHOOL: Final = "School"
FIGURE: Final = "Figure"
SMALL: Final = "Small group"
# What the file of one KPI has beside the fields of its figures, for people to read.
SHOWN_BESIDE: Final = (
    FIGURE, "Rating", "Why this rating", SMALL, "Target", "National", "National source", "Version",
    "Reference",
)  # fmt: skip
FROM_SUMS: Final = "The trust, from sums"

# The fields of a figure as columns, in the order in which a table has them.
FIELD_HEADINGS: Final = {
    "numerator": "Numerator",
    "denominator": "Denominator",
    "eligible": "Asked",
    "value": "Value",
    "choice": "Choice",
    "done_on": "Date done",
    "text": "Reason",
    "absent": "No figure",
    "comment": "Comment",
    "judged": "Own rating",
    "judged_reason": "Reason for own rating",
    "forecast_low": "Forecast, at least",
    "forecast_high": "Forecast, at most",
    "evidence": "Evidence",
    "evidence_link": "Evidence link",
    "note": "Note",
}
CODES: Final = frozenset({"code", "kpicode"})
HEADING_WITHIN: Final = 20  # rows: what stands above a table's heading


@dataclass(frozen=True, order=True)
class Place:
    """Where in a file something stands; a CSV file's one sheet has no name."""

    sheet: str
    row: int
    column: int = 0

    def __str__(self) -> str:
        parts = [f"Sheet “{self.sheet}”"] if self.sheet else []
        parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {column_name(self.column)}")
        words = ", ".join(parts)
        return words[0].upper() + words[1:]


@dataclass(frozen=True)
class Fault:
    """Something in a file that cannot be read or be right, and where it stands; no place: the whole file."""

    words: str
    place: Place | None = None


@dataclass(frozen=True)
class Table:
    """A sheet from its heading on: the columns by their plain name, and the rows below."""

    sheet: Sheet
    heading: int  # the number of the row that is the heading

    @property
    def columns(self) -> list[str]:
        """Each column's heading without case, spaces and signs."""
        return [plain(cell) for cell in self.sheet.rows[self.heading - 1]]

    def column_of(self, *names: str) -> int | None:
        """The number of the first column so named, counted from 1."""
        wanted = {plain(name) for name in names}
        return next((number for number, name in enumerate(self.columns, start=1) if name in wanted), None)

    def named(self, column: int) -> str:
        """The heading as it is typed."""
        return self.sheet.rows[self.heading - 1][column - 1].strip()

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The number and cells of each row that says something."""
        for number, cells in enumerate(self.sheet.rows[self.heading :], start=self.heading + 1):
            if any(cell.strip() for cell in cells):
                yield number, cells

    def has(self, names: Iterable[str]) -> bool:
        """Whether every one of these columns is there."""
        return {plain(name) for name in names} <= set(self.columns)

    def place(self, row: int, column: int | None = None) -> Place:
        return Place(self.sheet.name, row, column or 0)


def plain(heading: str) -> str:
    """'Forecast, at least' and 'forecast_low' without what people type differently."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def table_in(sheet: Sheet) -> Table | None:
    """The sheet as a table, where one of its first rows names a column of codes."""
    for number, cells in enumerate(sheet.rows[:HEADING_WITHIN], start=1):
        if CODES & {plain(cell) for cell in cells}:
            return Table(sheet, number)
    return None


def cell_of(cells: Sequence[str], column: int | None) -> str:
    """The text in a column counted from 1; rows may be shorter than their heading."""
    return cells[column - 1] if column and column <= len(cells) else ""


def fields_by_heading() -> Mapping[str, str]:
    """Plain heading → the field's name; its own name is understood too."""
    named = {plain(name): name for name in FIELD_HEADINGS}
    return named | {plain(heading): name for name, heading in FIELD_HEADINGS.items()}
