"""A return as a file to fill in: a workbook with a sheet for each section, or one CSV table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms

from kpis.answers import Answer, Asked, reading_of
from kpis.forms.entry import DayField, EntryForm, FigureField
from kpis.imports.columns import (
    ANSWER,
    BEFORE,
    CODE,
    FIELD,
    LAST,
    QUESTION,
    RETURN,
    SECTION,
    TARGET,
    TITLE,
)
from kpis.imports.returns import Question, Questions, identity_of
from kpis.models import Return
from kpis.queries.returns import AreaSection
from kpis.rag import Kind, mark_of
from kpis.words import show_reading, show_target
from trust.dates import full_date
from trust.tables import Cell, LockedSheet, Open, Takes, csv_bytes, locked_workbook

FORMAT: Final = 1  # of the workbook; a later one that reads differently counts on
SHEET_HEADING: Final = (CODE, TITLE, QUESTION, ANSWER, LAST, TARGET, FIELD, BEFORE)
WIDTHS: Final = (12, 34, 42, 30, 16, 16, 14, 14)
HIDDEN: Final = (7, 8)
TITLE_AT: Final = 2
CSV_HEADING: Final = (RETURN, SECTION, CODE, TITLE, FIELD, QUESTION, ANSWER, BEFORE)
SAYS: Final = {
    Takes.NUMBER: "Enter a number such as 85.5, or leave this blank.",
    Takes.DAY: "Enter a date such as 14/11/2026, or leave this blank.",
    Takes.CHOICE: "Choose one of the answers in the list, or leave this blank.",
}
# What a label that follows another field on the screen says in a table, where each field stands alone.
STANDING_ALONE: Final = {"Or": "If it has not been done"}
HOW_TO: Final = (
    "Fill in the yellow cells, sheet by sheet. Everything else is locked.",
    "Leave a cell blank where there is nothing to say; choose the reason under “Is there a figure?”.",
    "Save the file and send it in on the page it came from: Returns, this return, Spreadsheet.",
    "You will see every change before anything is saved, and what cannot be read by sheet, row and column.",
    "What colleagues type in the portal meanwhile is kept, unless you change the same answer here.",
)


def return_workbook(returned: Return, sections: Sequence[AreaSection], *, is_blank: bool = False) -> bytes:
    """The return's own workbook, filled with what has been typed already, or blank."""
    sheets = [_sheet(section, is_blank=is_blank) for section in sections]
    return locked_workbook(list(_front(returned)), sheets)


def return_csv(returned: Return, sections: Sequence[AreaSection], *, is_blank: bool = False) -> bytes:
    """The same as one CSV table: a row for each field of each KPI."""
    identity = identity_of(returned.slug, returned.term.slug)
    rows = [
        [identity, section.area.name, answer.asked.code, answer.asked.title, name, question.label, text, text]
        for section in sections
        for answer in section.answers
        for name, question, typed in _fields(answer, is_blank=is_blank)
        for text in [number_or_text(question.show(typed))]
    ]
    return csv_bytes(CSV_HEADING, rows)


def questions_of(sections: Sequence[AreaSection]) -> Questions:
    """What a file may answer: the form's fields of each KPI."""
    return {
        answer.asked.code: {name: question_of(field, name) for name, field in answer.form.fields.items()}
        for section in sections
        for answer in section.answers
    }


def question_of(field: forms.Field, name: str) -> Question:
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    label = STANDING_ALONE.get(str(field.label), str(field.label or name))
    return Question(label, tuple((str(kept), str(shown)) for kept, shown in choices))


def number_or_text(text: str) -> Cell:
    """A number that is spelt as spreadsheets spell it as a number, so that it comes back letter by letter."""
    if not text or len(text) > 16 or not (text.isascii() and text.lstrip("-").replace(".", "", 1).isdigit()):
        return text
    number = Decimal(text)
    return number if format(number.normalize(), "f") == text and text != "-0" else text


def day_or_text(text: str) -> Cell:
    """A day that is spelt as the portal spells it as a day; spreadsheets count no days before 1901."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.isoformat() == text and day.year >= 1901 else text


def _front(returned: Return) -> Iterator[Sequence[Cell]]:
    due = returned.term.returns_due
    yield [f"{returned.term.ref.season.capitalize()} return {returned.term.ref.academic_year}"]
    yield ["School", returned.owner_name]
    yield ["Term", returned.term.name]
    yield ["Due", f"{full_date(due)}, by the end of the day" if due else "No date has been set yet"]
    yield []
    for number, words in enumerate(HOW_TO):
        yield ["How to fill it in" if not number else "", words]
    yield []
    yield [RETURN, identity_of(returned.slug, returned.term.slug)]
    yield ["Format", str(FORMAT)]


def _sheet(section: AreaSection, *, is_blank: bool) -> LockedSheet:
    rows = [row for answer in section.answers for row in _rows(answer, is_blank=is_blank)]
    return LockedSheet(section.area.name, SHEET_HEADING, WIDTHS, rows, hidden=HIDDEN, groups=TITLE_AT)


def _rows(answer: Answer, *, is_blank: bool) -> Iterator[Sequence[Cell | Open]]:
    asked = answer.asked
    for number, (name, question, typed) in enumerate(_fields(answer, is_blank=is_blank)):
        last, target = (_last(asked), _target(asked)) if not number else ("", "")
        shown = question.show(typed)
        yield [
            asked.code,
            asked.title if not number else "",
            _label(question, name, asked),
            _open(answer.form, name, question, shown),
            last,
            target,
            name,
            _typed_cell(answer.form, name, shown),
        ]


def _fields(answer: Answer, *, is_blank: bool) -> Iterator[tuple[str, Question, str]]:
    """Each field of the form with its question and what was typed, in the form's order."""
    typed = {} if is_blank else answer.asked.typed
    for name, field in answer.form.fields.items():
        yield name, question_of(field, name), typed.get(name, "")


def _label(question: Question, name: str, asked: Asked) -> str:
    unit = asked.rule.unit
    return f"{question.label} ({unit})" if unit and name == "value" else question.label


def _open(form: EntryForm, name: str, question: Question, shown: str) -> Open:
    field = form.fields[name]
    value = _typed_cell(form, name, shown)
    if isinstance(field, FigureField):
        return Open(value, Takes.NUMBER, field.least, field.most, says=SAYS[Takes.NUMBER])
    if isinstance(field, DayField):
        return Open(value, Takes.DAY, says=SAYS[Takes.DAY])
    if question.choices:
        among = tuple(shown for kept, shown in question.choices if kept)
        return Open(value, Takes.CHOICE, among=among, says=SAYS[Takes.CHOICE])
    return Open(value, Takes.TEXT)


def _typed_cell(form: EntryForm, name: str, shown: str) -> Cell:
    field = form.fields[name]
    if isinstance(field, FigureField):
        return number_or_text(shown)
    return day_or_text(shown) if isinstance(field, DayField) else shown


def _last(asked: Asked) -> str:
    if asked.last is None:
        return ""
    reading = reading_of(asked.last, asked)
    return show_reading(reading, asked.rule, mark_of(reading, asked.rule), unit=False)


def _target(asked: Asked) -> str:
    return "" if asked.kpi.kind == Kind.NATIONAL else show_target(asked.rule)
