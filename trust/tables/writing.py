"""Writes tables as files: CSV and workbooks in which no text runs as a formula (ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from trust.clock import LONDON
from trust.tables.still import still

# ASCII and full-width signs that begin a formula, and what spreadsheets skip before one.
OPENS_A_FORMULA: Final = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]")
# What begins so gets another apostrophe, and loses one when it is read: every text comes back as it was.
ARMED: Final = re.compile(rf"'*(?:{OPENS_A_FORMULA.pattern})")
# What XML cannot hold, and what would be read as standing for it (ECMA-376, 22.9.2.19).
NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST_SHEET_NAME: Final = 31
NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | Decimal | date | datetime | bool | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as CSV that opens well in a spreadsheet: UTF-8 with its mark, text quoted, numbers bare.

    Text that would run as a formula gets an apostrophe before it; a number stays one, also a negative one.
    Moments are London time. TypeError for a float, which has no exact spelling.
    """
    return b"".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same bytes a line at a time, for a table that is too long to hold as a whole."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([disarm(name) for name in header])
    yield out.getvalue().encode("utf-8-sig")
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow([_csv_value(value) for value in row])
        yield out.getvalue().encode()


class Sheet(NamedTuple):
    """One table of a workbook."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook of one sheet: a bold header that stays in sight, text typed as text."""
    return workbook_bytes([Sheet(title, header, rows)])


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """The tables as a workbook, each like `xlsx_bytes`; the same tables give the same bytes."""
    book, taken = Workbook(write_only=True), set[str]()
    for sheet in sheets:
        _fill(book.create_sheet(free_name(sheet.title, taken)), sheet.header, sheet.rows)
    out = io.BytesIO()
    book.save(out)
    return still(out.getvalue())


def free_name(wanted: str, taken: set[str]) -> str:
    """The name as a sheet may carry it, told apart from another that is cut to the same letters."""
    plain = NOT_IN_A_SHEET_NAME.sub(" ", wanted).strip("' ") or "Sheet"
    name, number = plain[:LONGEST_SHEET_NAME], 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = plain[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name


def _fill(sheet: Any, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet.freeze_panes = "A2"
    for column, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(48, len(name) + 4))
    sheet.append([_xlsx_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])


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
