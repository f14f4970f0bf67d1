"""Writes a printed table as a workbook: cells merged, the header in sight and on each printed page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from trust.tables.printed import INK, QUIET, RULE, Look, Placed, PrintedTable, placed
from trust.tables.writing import NOT_IN_A_SHEET_NAME, OPENS_A_FORMULA, xml_safe

_EDGE: Final = Side(style="thin", color=RULE)
BOX: Final = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
FONT: Final = "Calibri"
HATCH: Final = "DCD6C8"
SIZE: Final = 10  # points: a sheet is read on a screen, and is made to fit when it is printed
CHARACTER: Final = 15  # tenths of a millimetre that a column gives to a letter, on average
LINE: Final = 13  # points
TALLEST: Final = 400  # points; a spreadsheet allows 409


def spread_bytes(name: str, table: PrintedTable) -> bytes:
    """The table as a workbook of one sheet with this name, every text typed as text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = NOT_IN_A_SHEET_NAME.sub(" ", name).strip("' ")[:31] or "Sheet"
    columns = len(table.widths)
    for column, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(4, round(width / CHARACTER * 1.15, 1))
    top = _above(sheet, table, columns)
    rows = [*placed([table.header], columns), *placed(table.rows, columns)]
    for number, row in enumerate(rows, start=top):
        _row(sheet, number, row, table)
    for number, words in enumerate(table.below, start=top + len(rows)):
        _words(sheet, number, words, columns, Font(name=FONT, size=SIZE, color=QUIET))
    _page(sheet, top, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _above(sheet: Worksheet, table: PrintedTable, columns: int) -> int:
    """Writes what stands above the table; the row in which the table begins."""
    _words(sheet, 1, table.title, columns, Font(name="Cambria", size=18, bold=True, color=INK))
    sheet.row_dimensions[1].height = 26
    for number, words in enumerate(table.above, start=2):
        _words(sheet, number, words, columns, Font(name=FONT, size=SIZE, color=QUIET))
    return len(table.above) + 2


def _words(sheet: Worksheet, row: int, words: str, columns: int, font: Font) -> None:
    cell = sheet.cell(row, 1)
    _write(cell, words)
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="center")
    if columns > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)


def _row(sheet: Worksheet, number: int, row: Sequence[Placed], table: PrintedTable) -> None:
    for at in row:
        if at.is_below:
            continue
        cell = sheet.cell(number, at.column + 1)
        _write(cell, at.cell.text)
        _dress(cell, at.cell.look)
        if at.cell.across > 1 or at.cell.down > 1:
            sheet.merge_cells(
                start_row=number,
                end_row=number + at.cell.down - 1,
                start_column=at.column + 1,
                end_column=at.column + at.cell.across,
            )
    sheet.row_dimensions[number].height = _height(row, table)


def _dress(cell: Any, look: Look) -> None:
    cell.font = Font(name=FONT, size=SIZE, bold=look.is_bold, color=look.ink)
    cell.border = BOX
    cell.alignment = Alignment(
        wrap_text=True, vertical="top", horizontal="center" if look.is_centred else "left"
    )
    if look.is_hatched:
        cell.fill = PatternFill("lightUp", fgColor=HATCH, bgColor=look.fill or "FFFFFF")
    elif look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)


def _height(row: Sequence[Placed], table: PrintedTable) -> int:
    """Points. A spreadsheet fits a row to its text by itself, but not where cells are merged."""
    lines = 1
    for at in row:
        room = sum(table.widths[at.column : at.column + at.cell.across]) // CHARACTER
        needed = sum(1 + len(line) // max(1, room) for line in at.cell.text.split("\n"))
        lines = max(lines, -(-needed // at.cell.down))
    return min(TALLEST, lines * LINE + 5)


def _page(sheet: Worksheet, top: int, table: PrintedTable) -> None:
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    foot = sheet.oddFooter.center if sheet.oddFooter else None
    if foot is not None:
        foot.text = "Page &P of &N"
    sheet.sheet_view.showGridLines = False


def _write(cell: Any, text: str) -> None:
    if not text:
        return
    cell.value = xml_safe(text)
    # Set after the value: openpyxl takes a text that begins with "=" for a formula.
    cell.data_type = "s"
    cell.quotePrefix = bool(OPENS_A_FORMULA.match(text))
