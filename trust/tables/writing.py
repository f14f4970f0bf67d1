"""Writes tables as files: CSV and workbooks in which no text runs as a formula (ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from trust.clock import LONDON

# ASCII and full-width signs that begin a formula, and what spreadsheets skip before one.
OPENS_A_FORMULA: Final = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]")
# What begins so gets another apostrophe, and loses one when it is read: every text comes back as it was.
ARMED: Final = re.compile(rf"'*(?:{OPENS_A_FORMULA.pattern})")
# What XML cannot hold, and what would be read as standing for it (ECMA-376, 22.9.2.19).
NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | Decimal | date | datetime | bool | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as CSV that opens well in a spreadsheet: UTF-8 with its mark, text quoted, numbers bare.

    Text that would run as a formula gets an apostrophe before it; a number stays one, also a negative one.
    Moments are London time. TypeError for a float, which has no exact spelling.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([disarm(name) for name in header])
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook of one sheet: a bold header that stays in sight, text typed as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_A_SHEET_NAME.sub(" ", title)[:31])
    sheet.freeze_panes = "A2"
    for column, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(48, len(name) + 4))
    sheet.append([_xlsx_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def disarm(text: str) -> str:
    """The text without control characters, and after an apostrophe where a spreadsheet would run it."""
    guard = "'" if ARMED.match(text) else ""
    return guard + UNPRINTABLE.sub("", text)


def rearm(text: str) -> str:
    """A text as it was before `disarm`, when it is read again."""
    return text[1:] if text.startswith("'") and ARMED.match(text) else text


def xml_safe(text: str) -> str:
    """The text with what a workbook cannot hold written as spreadsheets write it, such as _x000D_."""
    return NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _csv_value(value: Cell) -> str | int | Decimal:
    value = _plain(value)
    if isinstance(value, str):
        return disarm(value)
    if isinstance(value, Decimal):
        # PostgreSQL reads closing zeros that SQLite does not: a file is the same from both.
        return Decimal(format(value.normalize(), "f"))
    return value.isoformat() if isinstance(value, date) else value


def _xlsx_cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    value = _plain(value)
    if not isinstance(value, str):
        # openpyxl writes a Decimal digit by digit, whatever its stubs say.
        return WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
    cell = WriteOnlyCell(sheet, value=xml_safe(value))
    # Set after the value: openpyxl takes a text that begins with "=" for a formula.
    cell.data_type = "s"
    cell.quotePrefix = bool(OPENS_A_FORMULA.match(value))
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(value: Cell) -> str | int | Decimal | date:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
        case str() | int() | Decimal() | date():
            return value
    raise TypeError(f"A table holds text, whole numbers, Decimals and dates, not {type(value).__name__}.")
