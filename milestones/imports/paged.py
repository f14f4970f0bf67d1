"""Makes a grid of a Word document, a workbook or a CSV file, whichever the bytes are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from milestones.imports.codes import read_code
from milestones.imports.document import ImportProblem, Question, QuestionKind
from milestones.imports.grid import MOST_LABELS, Grid, GridCell, GridRow, has_terms, years_joined
from milestones.imports.numbered import codes_made, first_term, with_numbers
from milestones.imports.rag import rag_of
from milestones.imports.table import is_a_term
from trust.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Laid,
    LaidCell,
    LaidTable,
    column_name,
    rearm,
)

NOTICES: Final = {
    "comments": "Comments in the file were left out.",
    "hidden_text": "Text that the document hides was left out.",
    "hidden_sheets": "Hidden sheets were left out.",
    "numbers": (
        "Some automatic numbers in the document are of a kind that cannot be read here, and were left out."
    ),
    "patterns": "Hatched cells were read without a colour.",
    "rules": (
        "Some colours in the workbook are made by rules (conditional formatting) that cannot be worked out "
        "here. Those cells were read without a colour."
    ),
    "styled": "Colours that a table has from its style are its dress, and were not taken as ratings.",
    "tracked": "Tracked changes were taken as accepted: what was put in is read, what was taken out is not.",
}
ACCEPTED: Final = (
    "The document has tracked changes, which were read as if they were all accepted. Is that right?"
)


def document_grid(laid: Laid) -> Grid:
    """The tables of a Word document that have terms, one after the other, and the lines of all the rest."""
    rows: list[GridRow] = []
    lines: list[str] = []
    pages: list[LaidTable] = []
    number, columns, terms, first = 0, 0, "", 0
    for part in laid.parts:
        if isinstance(part, str):
            lines += part.split("\n")
            columns = columns if not part else 0
            continue
        number += 1
        is_next_page = bool(columns) and len(part.widths) == columns
        if not (is_next_page or _is_page(part, terms)):
            lines += [line for row in part.rows for cell in row for line in cell.text.split("\n")]
            continue
        columns, terms = len(part.widths), terms or _terms_of(part)
        page = list(_rows_of(part, len(lines)))
        edge = first_term(page)
        first = first if edge is None else edge
        for at, row in enumerate(with_numbers(page, first), start=1):
            rows.append(GridRow(row.line, row.cells, f"table {number}, row {at}"))
            lines.append("")
        pages.append(part)
    questions = (Question(QuestionKind.CHANGES, "", ACCEPTED),) if "tracked" in laid.told else ()
    return Grid(tuple(rows), lines, notices=_notices(laid, pages, codes_made(rows)), questions=questions)


def workbook_grid(laid: Laid) -> Grid:
    """The one sheet that has terms. Raises ImportProblem for two of them, which could disagree."""
    sheets = [table for table in laid.tables if is_matrix(table)]
    if len(sheets) > 1:
        names = " and ".join(f"“{sheet.name}”" for sheet in sheets[:3])
        complaint = f"The sheets {names} all look like the plan. Send a workbook with only one of them"
        raise ImportProblem(1, 1, complaint, "more than one matrix")
    if not sheets:
        return Grid((), [], notices=_notices(laid, ()))
    (sheet,) = sheets
    rows = [
        GridRow(row.line, row.cells, f"sheet “{sheet.name}”, row {row.line}") for row in _rows_of(sheet, 0)
    ]
    lines = ["\t".join(cell.text for cell in row.filled) for row in rows]
    return Grid(tuple(rows), lines, notices=_notices(laid, sheets), questions=tuple(_about_hidden(sheet)))


def commas_grid(text: str, separator: str) -> Grid:
    """The rows of a CSV text. Raises ImportProblem where a cell never ends, or there is too much of it."""
    rows = [
        GridRow(
            number,
            tuple(GridCell(rearm(cell).strip(), at, at + 1) for at, cell in enumerate(fields)),
            f"row {number}",
        )
        for number, fields in comma_rows(text, separator)
    ]
    return Grid(tuple(rows), ["\t".join(cell.text for cell in row.filled) for row in rows], can_merge=False)


def comma_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The fields of each row with its number from 1. Raises ImportProblem as `commas_grid` says."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, fields in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise ImportProblem(number, 1, f"The file has more than {MOST_ROWS:,} rows")
            if len(fields) > MOST_COLUMNS and any(fields[MOST_COLUMNS:]):
                raise ImportProblem(
                    number, MOST_COLUMNS + 1, f"This row has more than {MOST_COLUMNS} columns"
                )
            if any(len(cell) > LONGEST_CELL for cell in fields):
                raise ImportProblem(number, 1, f"A cell here holds more than {LONGEST_CELL:,} characters")
            yield number, fields[:MOST_COLUMNS]
    except csv.Error:
        complaint = "A quotation mark here has no partner, or a cell is too long"
        raise ImportProblem(reader.line_num, 1, complaint) from None


def is_matrix(table: LaidTable) -> bool:
    """Whether a row of terms stands in the table, the years perhaps in the row above."""
    return bool(_terms_of(table))


def _terms_of(table: LaidTable) -> str:
    """The table's first row of terms in one text, '' where it has none."""
    years: GridRow | None = None
    for row in _rows_of(table, 0):
        joined = row if years is None else years_joined(years, row)
        if has_terms(joined):
            return " ".join(cell.text for cell in joined.filled if is_a_term(cell.text))
        years = row if row.filled else years
    return ""


def _is_page(table: LaidTable, before: str) -> bool:
    """Whether the table is a page of the matrix: terms as on the page before, or codes beside its own."""
    terms = _terms_of(table)
    labels = (text for row in table.rows for cell in row[:MOST_LABELS] for text in (cell.text, cell.number))
    return bool(terms) and (terms == before or any(read_code(label.strip()) for label in labels))


def _rows_of(table: LaidTable, line: int) -> Iterator[GridRow]:
    edges = [0, *accumulate(table.widths)] if all(table.widths) else []
    for number, row in enumerate(table.rows, start=line + 1):
        yield GridRow(number, tuple(_cell(cell, edges) for cell in row))


def _cell(cell: LaidCell, edges: list[int]) -> GridCell:
    right = cell.column + cell.across
    between = (edges[cell.column], edges[right]) if right < len(edges) else (cell.column, right)
    return GridCell(cell.text.strip(), *between, cell.down, rag_of(cell.fill), cell.is_centred, cell.number)


def _notices(laid: Laid, tables: Iterable[LaidTable], codes: Sequence[str] = ()) -> tuple[str, ...]:
    """What to say of the file, of the tables of the matrix, and of codes that Word's numbering made."""
    told = {*laid.told, *(each for table in tables for each in table.told)}
    said = tuple(words for each, words in NOTICES.items() if each in told)
    if not codes:
        return said
    which, counted = f"The code {codes[0]} is", "was"
    if len(codes) > 1:
        which, counted = f"The codes {codes[0]} to {codes[-1]} are", "were"
    return (
        f"{which} Word's automatic numbering, and {counted} counted as Word counts.",
        *said,
    )


def _about_hidden(sheet: LaidTable) -> Iterator[Question]:
    used = {cell.column + 1 for row in sheet.rows for cell in row if cell.text}
    if names := [column_name(column) for column in sheet.hidden if column in used]:
        which = f"Column {names[0]} is" if len(names) == 1 else f"Columns {', '.join(names)} are"
        words = f"{which} hidden in the sheet “{sheet.name}” and was read. Does it belong to the plan?"
        if len(names) > 1:
            words = words.replace("and was read. Does it belong", "and were read. Do they belong")
        yield Question(QuestionKind.HIDDEN, "", words, about=" ".join(names))
