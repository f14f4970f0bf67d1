"""Reads people and their seats from a table: a row for each seat. Pure: nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kpis.imports.columns import Fault, Place
from trust.tables import Sheet

# Field → what its column may be called; the first is what the headings to take away say.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("Name", "Full name", "Person"),
    "email": ("E-mail address", "E-mail", "Email", "Email address"),
    "body": ("Body", "Committee", "Governing body"),
    "category": ("Place", "Category", "Type of governor"),
    "office": ("Office", "Role"),
    "starts": ("First day", "From", "Date of appointment", "Start"),
    "last_day": ("Last day", "Until", "Term of office ends", "End"),
    "minute": ("Minute",),
}
NEEDED: Final = ("name", "email", "body", "category", "starts")
COLUMNS: Final = tuple(names[0] for names in HEADINGS.values())
HEADING_WITHIN: Final = 20  # rows: what stands above the headings
MOST_SEATS: Final = 500


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One row as text, with where it stands."""

    texts: dict[str, str]
    place: Place


@dataclass
class Reading:
    """The rows that were found, and what is wrong with the file."""

    rows: list[SeatRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_seats(sheets: Sequence[Sheet]) -> Reading:
    """The seats of the first sheet with the headings; blank rows are left out."""
    for sheet in sheets:
        for number, cells in enumerate(sheet.rows[:HEADING_WITHIN], start=1):
            columns = _columns(cells)
            if len(columns) >= len(NEEDED) - 1 and "name" in columns:
                return _read(sheet, number, columns)
    words = f"No row has the headings. It needs {', '.join(HEADINGS[each][0] for each in NEEDED)}."
    return Reading(faults=[Fault(words)])


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Field → its column, by what the heading says; the first of two columns of one name."""
    plain = [_plain(cell) for cell in cells]
    known = {each: {_plain(name) for name in names} for each, names in HEADINGS.items()}
    return {
        each: next(column for column, cell in enumerate(plain) if cell in names)
        for each, names in known.items()
        if names & set(plain)
    }


def _plain(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _read(sheet: Sheet, heading: int, columns: dict[str, int]) -> Reading:
    reading = Reading()
    missing = [HEADINGS[each][0] for each in NEEDED if each not in columns]
    if missing:
        words = f"The column {' and the column '.join(missing)} is missing."
        reading.faults.append(Fault(words, Place(sheet.name, heading)))
    for number, cells in enumerate(sheet.rows[heading:], start=heading + 1):
        texts = {each: cells[at].strip() if at < len(cells) else "" for each, at in columns.items()}
        if any(texts.values()):
            reading.rows.append(SeatRow(texts, Place(sheet.name, number)))
    if not reading.rows and not reading.faults:
        reading.faults.append(Fault("There is no row below the headings."))
    if len(reading.rows) > MOST_SEATS:
        words = f"There are {len(reading.rows):,} rows; a table may have {MOST_SEATS}."
        return Reading(faults=[Fault(words)])
    return reading
