"""Reads several years of past returns from one table: a row for each figure. Pure: nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kpis.imports.columns import (
    CODE,
    FIELD_HEADINGS,
    FROM_SUMS,
    SCHOOL,
    SHOWN_BESIDE,
    SMALL,
    TERM,
    Fault,
    Place,
    Table,
    cell_of,
    fields_by_heading,
    plain,
    table_in,
)
from trust.tables import LISTS, Sheet
from trust.terms import TermRef

READ_ME: Final = "Read me"
SEASONS: Final = {"autumn": 1, "spring": 2, "summer": 3}
NAMED: Final = re.compile(
    r"(autumn|spring|summer)(?: term)?,? (\d{4}) ?[/-] ?(?:\d{2})?(\d{2})", re.IGNORECASE
)
BESIDE: Final = frozenset(map(plain, (TERM, SCHOOL, CODE, "KPI code", "KPI", "Title", "Section", "Unit")))
COLUMNS: Final = (TERM, SCHOOL, CODE, *FIELD_HEADINGS.values())
NOT_WHOLE: Final = (
    "This copy was made for a reader from whom small groups are hidden, or for whom they are marked. It "
    "cannot come back in: take the KPI’s file as the executive director instead."
)
TERM_EXAMPLE: Final = "Write a term as Autumn 2023/24, 2023/24 (1) or 2023-24-1."


@dataclass(frozen=True)
class PastRow:
    """One figure as the table gives it: field → text, and where each stands."""

    term: TermRef
    school: str  # the slug, or that of the trust's own return
    code: str
    place: Place
    texts: Mapping[str, str]
    places: Mapping[str, Place]


@dataclass
class PastReading:
    """The rows that could be told apart, and what is wrong with the others."""

    rows: list[PastRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    known: dict[tuple[TermRef, str, str], Place] = field(default_factory=dict)

    def add(self, row: PastRow) -> None:
        key = (row.term, row.school, row.code)
        first = self.known.setdefault(key, row.place)
        if first is row.place:
            self.rows.append(row)
        else:
            words = f"{row.code} of this school and term stands in row {first.row} already."
            self.faults.append(Fault(words, row.place))


def read_past(sheets: Sequence[Sheet], schools: Mapping[str, str], codes: Collection[str]) -> PastReading:
    """The figures in a file. `schools` maps what a school may be called (see `plain`) to its slug.

    Besides the table of past returns, the portal's own file of one KPI is read: the row of the trust's sum is
    left out, and a copy with small groups hidden or marked is refused as a whole.
    """
    reading = PastReading()
    tables = [found for sheet in sheets if (found := table_in(sheet))]
    if not tables:
        words = f"No sheet has a row of headings with “{TERM}”, “{SCHOOL}” and “{CODE}” in it."
        reading.faults.append(Fault(words))
    for sheet in sheets:
        if sheet.rows and sheet.name not in {READ_ME, LISTS} and table_in(sheet) is None and tables:
            reading.faults.append(Fault(f"This sheet has no column “{CODE}”.", Place(sheet.name, 1)))
    for table in tables:
        _read(table, schools, codes, reading)
    return reading


def read_term(text: str) -> TermRef:
    """A term as people write it; ValueError, saying how, for anything else."""
    said = text.strip()
    if named := NAMED.fullmatch(said):
        year, ending = int(named[2]), int(named[3])
        if (year + 1) % 100 == ending:
            return TermRef(year, SEASONS[named[1].lower()])
    for read in (TermRef.from_slug, TermRef.parse):
        try:
            return read(said)
        except ValueError:
            continue
    raise ValueError(TERM_EXAMPLE)


def _read(table: Table, schools: Mapping[str, str], codes: Collection[str], reading: PastReading) -> None:
    term_at, school_at = table.column_of(TERM), table.column_of(SCHOOL, "URN")
    code_at = table.column_of(CODE, "KPI code")
    if term_at is None or school_at is None:
        missing = TERM if term_at is None else SCHOOL
        reading.faults.append(Fault(f"There is no column “{missing}”.", table.place(table.heading)))
        return
    fields = _fields(table, school_at, reading)
    small_at = table.column_of(SMALL) if table.has(SHOWN_BESIDE) else None
    for number, cells in table.rows():
        if small_at and cell_of(cells, small_at).strip():
            reading.faults.append(Fault(NOT_WHOLE, table.place(number, small_at)))
            return
        if small_at and cell_of(cells, school_at).strip() == FROM_SUMS:
            continue
        texts = {name: text for at, name in fields if (text := cell_of(cells, at)).strip()}
        try:
            term = read_term(cell_of(cells, term_at))
        except ValueError as error:
            reading.faults.append(Fault(str(error), table.place(number, term_at)))
            continue
        school = schools.get(plain(cell_of(cells, school_at)))
        code = cell_of(cells, code_at).strip().upper()
        if school is None:
            words = f"No school of the trust is called “{cell_of(cells, school_at).strip()[:60]}”."
            reading.faults.append(Fault(words, table.place(number, school_at)))
        elif code not in codes:
            reading.faults.append(Fault(f"No KPI has the code “{code[:40]}”.", table.place(number, code_at)))
        elif texts:
            places = {name: table.place(number, at) for at, name in fields}
            reading.add(PastRow(term, school, code, table.place(number), texts, places))


def _fields(table: Table, school_at: int, reading: PastReading) -> list[tuple[int, str]]:
    """The columns that hold fields of figures; one that is not known is named."""
    known, found = fields_by_heading(), []
    beside = BESIDE | set(map(plain, SHOWN_BESIDE)) if table.has(SHOWN_BESIDE) else BESIDE
    for at, heading in enumerate(table.columns, start=1):
        if heading in known:
            found.append((at, known[heading]))
        elif heading and heading not in beside and at != school_at:
            words = f"The column “{table.named(at)[:80]}” is not known. Known are {', '.join(COLUMNS)}."
            reading.faults.append(Fault(words, table.place(table.heading, at)))
    return found
