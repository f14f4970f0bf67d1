"""The register as rows, for a page, a spreadsheet and a CSV file."""

from __future__ import annotations

from typing import Any

from governance.register.entries import Entry
from trust.listing import DayColumn, Listing, PlainColumn


class RegisterTable(Listing):
    """One row a seat; the columns are those that the handbook asks for."""

    person = PlainColumn(verbose_name="Name")
    body = PlainColumn(verbose_name="Body")
    office = PlainColumn(verbose_name="Office")
    category = PlainColumn(verbose_name="Category")
    appointed_by = PlainColumn(verbose_name="Appointed by")
    starts = DayColumn(verbose_name="From")
    ends = DayColumn(verbose_name="Term ends")
    left = DayColumn(verbose_name="Left")
    attended = PlainColumn(verbose_name="Attended", orderable=False)
    interests = PlainColumn(verbose_name="Interests", orderable=False)


def register_table(entries: list[Entry], year: str) -> RegisterTable:
    """The table, with the academic year of which attendance is told in the head of its column."""
    table = RegisterTable([_row(entry) for entry in entries])
    table.columns["attended"].column.verbose_name = f"Attended {year}"
    return table


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "person": entry.person,
        "body": entry.body,
        "office": entry.office or None,
        "category": entry.category,
        "appointed_by": entry.appointed_by,
        "starts": entry.starts,
        "ends": entry.ends,
        "left": entry.left,
        "attended": entry.attended.words or None,
        "interests": entry.interest_words,
    }
