"""Writes workbooks that are filled in: locked labels, open cells that take only what may be typed there."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from trust.tables.writing import OPENS_A_FORMULA, Cell, free_name, xml_safe

LISTS: Final = "Lists"  # the hidden sheet that holds the choices
EARLIEST: Final = date(2000, 1, 1)
INK, RULE, OPEN, HEAD = "1B2733", "C9CFD6", "FFF9E5", "E8ECF1"
_EDGE = Side(style="thin", color=RULE)
BORDER: Final = Border(bottom=_EDGE)
BEGINS: Final = Border(top=Side(style="medium", color=INK), bottom=_EDGE)
BOX: Final = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


class Takes(StrEnum):
    """What a cell takes when a person types into it."""

    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class Open:
    """A cell to be filled in; `among` are the choices offered, `says` is what a wrong answer is told."""

    value: Cell
    takes: Takes
    least: Decimal | None = None
    most: Decimal | None = None
    among: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True)
class LockedSheet:
    """A sheet of labels and of cells to fill in; its first row is the heading and stays in sight."""

    name: str
    heading: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell | Open]]
    hidden: tuple[int, ...] = ()  # columns, counted from 1
    groups: int = 0  # a row that says something in this column begins a group, and is set off


@dataclass
class _Choices:
    """The lists that cells offer, each once, in a hidden sheet: a list inside a rule holds no commas."""

    sheet: Worksheet
    places: dict[tuple[str, ...], str] = field(default_factory=dict)

    def place_of(self, among: tuple[str, ...]) -> str:
        if among not in self.places:
            column = len(self.places) + 1
            for row, text in enumerate(among, start=1):
                _write(self.sheet.cell(row, column), text)
            letter = get_column_letter(column)
            self.places[among] = f"{LISTS}!${letter}$1:${letter}${len(among)}"
        return self.places[among]


def locked_workbook(front: Sequence[Sequence[Cell]], sheets: Iterable[LockedSheet]) -> bytes:
    """A workbook whose first sheet, “Read me”, says `front`, and whose others are locked but for open cells.

    There is no password: the lock keeps labels from being typed over, not a person from their own file.
    """
    book = Workbook()
    choices = _Choices(book.create_sheet(LISTS))
    choices.sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    first.title = "Read me"
    _front(first, front)
    taken = {"read me", LISTS.lower()}
    for number, sheet in enumerate(sheets):
        _sheet(book.create_sheet(free_name(sheet.name, taken), number + 1), sheet, choices)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _front(sheet: Worksheet, lines: Sequence[Sequence[Cell]]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 96
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row, column)
            _write(cell, value)
            cell.alignment = Alignment(wrap_text=column > 1, vertical="top")
            cell.font = Font(bold=column == 1, size=16 if row == 1 else 11, color=INK)
    _lock(sheet)


def _sheet(sheet: Worksheet, wanted: LockedSheet, choices: _Choices) -> None:
    for column, (name, width) in enumerate(zip(wanted.heading, wanted.widths, strict=True), start=1):
        cell = sheet.cell(1, column)
        _write(cell, name)
        cell.font, cell.fill = Font(bold=True, color=INK), PatternFill("solid", HEAD)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="center"), BORDER
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].hidden = column in wanted.hidden
    rules: dict[Any, DataValidation] = {}
    for row, values in enumerate(wanted.rows, start=2):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column)
            begins = bool(wanted.groups and values[wanted.groups - 1])
            cell.font, cell.border = Font(bold=begins, color=INK), BEGINS if begins else BORDER
            _fill(sheet, cell, value, rules, choices)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _lock(sheet)


def _fill(
    sheet: Worksheet,
    cell: Any,
    value: Cell | Open,
    rules: dict[Any, DataValidation],
    choices: _Choices,
) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(value, Open):
        _write(cell, value)
        return
    if value.takes is Takes.DAY:
        cell.number_format = "dd/mm/yyyy"
    elif value.takes is not Takes.NUMBER:
        cell.number_format = "@"
    _write(cell, value.value)
    cell.protection, cell.fill, cell.border = Protection(locked=False), PatternFill("solid", OPEN), BOX
    cell.font = Font(color=INK)
    if value.takes is Takes.TEXT:
        return
    key = (value.takes, value.least, value.most, value.among, value.says)
    if key not in rules:
        rules[key] = _rule(value, choices)
        sheet.add_data_validation(rules[key])
    rules[key].add(cell)


def _rule(wanted: Open, choices: _Choices) -> DataValidation:
    """What the spreadsheet itself lets be typed; the portal reads every answer again."""
    if wanted.takes is Takes.CHOICE:
        made = DataValidation(type="list", formula1=choices.place_of(wanted.among))
    elif wanted.takes is Takes.DAY:
        made = DataValidation(type="date", operator="greaterThanOrEqual", formula1=str(_serial(EARLIEST)))
    else:
        made = DataValidation(type="decimal", **_bounds(wanted.least, wanted.most))
    made.allow_blank, made.showErrorMessage, made.errorTitle = True, True, "This cannot be read"
    made.error = wanted.says[:225]
    return made


def _bounds(least: Decimal | None, most: Decimal | None) -> Mapping[str, Any]:
    ends = Decimal(10) ** 11
    low, high = -ends if least is None else least, ends if most is None else most
    return {"operator": "between", "formula1": format(low, "f"), "formula2": format(high, "f")}


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def _write(cell: OpenpyxlCell | Any, value: Cell) -> None:
    """The value as itself; a text typed as text, whatever it begins with."""
    if value is None or value == "":
        return
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = xml_safe(value)
    cell.data_type = "s"
    cell.quotePrefix = bool(OPENS_A_FORMULA.match(value))


def _lock(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # False: may be done
