"""Writes Word, Excel and CSV files as people make them, for the tests of the readers."""

import csv
import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill


def document_of(*parts):
    """A Word file of paragraphs (texts) and tables (lists of rows, see `add_table`)."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            add_table(document, part)
    return saved(document)


def saved(file):
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def add_table(into, rows):
    """A table of rows of texts; a text followed by None, or with None below it, is merged over those."""
    table = into.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is not None:
                _write(table, rows, at, column)
    return table


def _write(table, rows, at, column):
    right, down = column, at
    while right + 1 < len(rows[at]) and rows[at][right + 1] is None:
        right += 1
    while column == 0 and down + 1 < len(rows) and rows[down + 1][0] is None:
        down += 1
    cell = table.cell(at, column)
    cell.text = rows[at][column]
    if (right, down) != (column, at):
        cell.merge(table.cell(down, right))


def shade(cell, fill):
    shading = OxmlElement("w:shd")
    shading.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shading)


def workbook_of(rows, **sheets):
    """An Excel file of one sheet, or several by their names; None merges with the cell before it."""
    book = Workbook()
    book.active.title = "Plan"
    fill_sheet(book.active, rows)
    for name, more in sheets.items():
        fill_sheet(book.create_sheet(name), more)
    return saved(book)


def fill_sheet(sheet, rows):
    for at, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if text is not None:
                sheet.cell(at, column).value = text
                right = column
                while right < len(row) and row[right] is None:
                    right += 1
                if right > column:
                    sheet.merge_cells(start_row=at, end_row=at, start_column=column, end_column=right)
    return sheet


def commas_of(rows, separator=",", encoding="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def solid(colour):
    return PatternFill("solid", colour)


CENTRED = Alignment(horizontal="center")
ACROSS = Alignment(horizontal="centerContinuous")


def merged_rows(plan):
    """The rows of a plan that was read, each text merged over all the terms that it may cover."""
    width = len(plan.terms)
    yield ["", *(term.label for term in plan.terms)]
    for line in plan.lines:
        status = f" ({line.status_as_printed})" if line.status_as_printed else ""
        for number, track in enumerate(line.tracks or (1,)):
            row = [""] * width
            for cell in line.cells:
                if cell.track == track:
                    first = cell.source_column - 1
                    last = plan.terms.index(cell.latest_possible_end_term)
                    row[first : last + 1] = [cell.text, *[None] * (last - first)]
            yield [None if number else f"{line.code} {line.title}{status}", *row]


def listing_of(plan):
    """The strands and priorities of a plan that was read, as lines before its matrix."""
    for strand in plan.strands:
        yield f"Opportunities {strand.number}: {strand.title}"
        for each in strand.listed:
            status = f" ({each.status_as_printed})" if each.status_as_printed else ""
            yield f"- {each.code[-1]}. {each.text}{status}"
