"""Reads a return as a table, the portal's own or another system's: who says what for which field, and where.

Pure: the texts are not judged here. `kpis.answers.read_answer` reads them, as it reads the screen's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kpis.imports.columns import (
    ANSWER,
    BEFORE,
    CODE,
    FIELD,
    FIELD_HEADINGS,
    QUESTION,
    RETURN,
    SECTION,
    TITLE,
    Fault,
    Place,
    Table,
    cell_of,
    fields_by_heading,
    plain,
    table_in,
)
from trust.tables import LISTS, Sheet

READ_ME: Final = "Read me"
BESIDE: Final = frozenset(map(plain, (CODE, "KPI code", SECTION, "Area", TITLE, "Title", "Unit", RETURN)))


@dataclass(frozen=True)
class Question:
    """A field that a KPI asks: its label, and the choices it offers as (kept, shown)."""

    label: str
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, text: str) -> str:
        """The text as the form takes it: a choice by what is kept for it, whichever way it was written."""
        wanted = plain(text)
        for kept, shown in self.choices:
            if wanted and wanted in {plain(kept), plain(shown)}:
                return kept
        return text if text.strip() else ""

    def show(self, text: str) -> str:
        """The other way round: a kept choice as a person reads it."""
        return dict(self.choices).get(text, text) if text else ""


# Code → name of the field → the question.
Questions = Mapping[str, Mapping[str, Question]]


@dataclass(frozen=True)
class Given:
    """One answer in a file; `before` is what the file was downloaded with, None where it does not say."""

    code: str
    field: str
    text: str
    place: Place
    before: str | None = None

    @property
    def is_untouched(self) -> bool:
        """Whether the person left it as it was; a blank that was never filled says nothing."""
        return self.text == (self.before or "") if self.before is not None else not self.text


@dataclass
class Reading:
    """What a file says, in its order, and what is wrong with its shape."""

    given: list[Given] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    known: dict[tuple[str, str], Given] = field(default_factory=dict)

    def add(self, one: Given) -> None:
        before = self.known.setdefault((one.code, one.field), one)
        if before is one:
            self.given.append(one)
        elif before.text != one.text:
            words = f"{one.code} is answered twice and differently: first in {_lower(before.place)}."
            self.faults.append(Fault(words, one.place))

    def refuse(self, words: str, place: Place | None = None) -> None:
        self.faults.append(Fault(words, place))


def read_return(sheets: Sequence[Sheet], questions: Questions, identity: str) -> Reading:
    """The answers in a file. `identity` is the return's own, such as 'oak 2026-27-1' (see `identity_of`).

    Two shapes are read: the portal's, one row for each field; and one row for each KPI with a column for each
    field, as other systems export. Whatever the file holds, it comes out as answers and faults.
    """
    reading = Reading()
    tables = [found for sheet in sheets if (found := table_in(sheet))]
    if wrong := _wrong_return(sheets, tables, identity):
        reading.refuse(wrong)
        return reading
    if not tables:
        reading.refuse(f"No sheet has a row of headings with “{CODE}” in it, so nothing can be read.")
    for sheet in sheets:
        if sheet.rows and sheet.name not in {READ_ME, LISTS} and table_in(sheet) is None and tables:
            reading.refuse(f"This sheet has no column “{CODE}”.", Place(sheet.name, 1))
    for table in tables:
        if table.column_of(ANSWER) is not None:
            _read_long(table, questions, reading)
        else:
            _read_wide(table, questions, reading)
    return reading


def identity_of(school: str, term: str) -> str:
    """What a file says of the return it was made for: the school's slug and the term's."""
    return f"{school} {term}"


def _wrong_return(sheets: Sequence[Sheet], tables: Iterable[Table], identity: str) -> str:
    said = {cell_of(row, 2) for sheet in sheets if sheet.name == READ_ME for row in sheet.rows if _marks(row)}
    for table in tables:
        column = table.column_of(RETURN)
        said |= {cell_of(cells, column).strip() for _, cells in table.rows() if column}
    others = sorted(said - {identity, ""})
    if not others:
        return ""
    return (
        f"This file was made for the return “{others[0][:60]}”, and this is “{identity}”. Download its own."
    )


def _marks(row: Sequence[str]) -> bool:
    return bool(row) and row[0] == RETURN


def _read_long(table: Table, questions: Questions, reading: Reading) -> None:
    code_at, answer_at = table.column_of(CODE, "KPI code"), table.column_of(ANSWER)
    field_at, label_at, before_at = (table.column_of(name) for name in (FIELD, QUESTION, BEFORE))
    if field_at is None and label_at is None:
        reading.refuse(
            f"There is no column “{FIELD}” or “{QUESTION}”, so it is unclear which answer belongs where.",
            table.place(table.heading),
        )
        return
    for row, cells in table.rows():
        code = _code(table, row, cells, code_at, questions, reading)
        if code is None:
            continue
        named = cell_of(cells, field_at) or cell_of(cells, label_at)
        name = _field_named(named, questions[code])
        if name is None:
            words = f"{code} does not ask for “{named.strip()[:80]}”."
            reading.refuse(words, table.place(row, field_at or label_at))
            continue
        question = questions[code][name]
        before = question.read(cell_of(cells, before_at)) if before_at else None
        text = question.read(cell_of(cells, answer_at))
        reading.add(Given(code, name, text, table.place(row, answer_at), before))


def _read_wide(table: Table, questions: Questions, reading: Reading) -> None:
    code_at = table.column_of(CODE, "KPI code")
    fields = [(at, one) for at, one in enumerate(table.columns, start=1) if one and one not in BESIDE]
    labels = {plain(one.label) for asked in questions.values() for one in asked.values()}
    known = set(fields_by_heading()) | labels
    for at, heading in fields:
        if heading not in known:
            words = f"The column “{table.named(at)[:80]}” is not known. Known are {_known_columns()}."
            reading.refuse(words, table.place(table.heading, at))
    for row, cells in table.rows():
        code = _code(table, row, cells, code_at, questions, reading)
        if code is None:
            continue
        for at, heading in fields:
            text = cell_of(cells, at)
            if heading not in known or not text.strip():
                continue
            name = _field_named(heading, questions[code])
            if name is None:
                words = f"{code} does not ask for “{table.named(at)[:80]}”."
                reading.refuse(words, table.place(row, at))
            else:
                text = questions[code][name].read(text)
                reading.add(Given(code, name, text, table.place(row, at)))


def _code(
    table: Table, row: int, cells: Sequence[str], at: int | None, questions: Questions, reading: Reading
) -> str | None:
    code = cell_of(cells, at).strip().upper()
    if code in questions:
        return code
    words = f"“{code[:40]}” is not asked in this return." if code else "This row has no code."
    reading.refuse(words, table.place(row, at))
    return None


def _field_named(said: str, asked: Mapping[str, Question]) -> str | None:
    """The field of this KPI by its own name, its column's usual heading or its label."""
    wanted = plain(said)
    by_label = {plain(one.label): name for name, one in asked.items()}
    usual = fields_by_heading().get(wanted, "")
    return usual if usual in asked else by_label.get(wanted)


def _known_columns() -> str:
    return ", ".join([CODE, *FIELD_HEADINGS.values()])


def _lower(place: Place) -> str:
    words = str(place)
    return words[0].lower() + words[1:]
