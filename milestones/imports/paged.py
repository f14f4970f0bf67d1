"""Makes a grid of a Word document, a workbook or a CSV file, whichever the bytes are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from milestones.imports.codes import read_code
from milestones.imports.document import ImportProblem, Question, QuestionKind
from milestones.imports.grid import MOST_LABELS, Grid, GridCell, GridRow, has_terms, years_joined
from milestones.imports.numbered import codes_made, first_term, merged_down, with_numbers
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
    "patterns": "Cells with dots of two colours were read without a colour.",
    "rules": (
        "Some colours in the workbook are made by rules (conditional formatting) that cannot be worked out "
        "here. Those cells were read without a colour."
    ),
    "styled": "Colours that a table has from its style are its dress, and were not taken as ratings.",
    "tracked": "Tracked changes were taken as accepted: what was put in is read, what was taken out is not.",
}
MOST_NAMED: Final = 8  # hidden columns or rows that are named in a question
LONGEST_ABOUT: Final = 60  # characters of them in the question's own name
ACCEPTED: Final = (
    "The document has tracked changes, which were read as if they were all accepted. Is that right?"
)


@dataclass(slots=True)
class _Pages:
    """The tables of a document that are pages of its matrix so far, and the lines of all the rest."""

    rows: list[GridRow] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    tables: list[LaidTable] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    merged_down: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)  # of the page that could go on in the next table
    terms: str = ""
    first: int = 0  # the edge of the first term

    def take(self, table: LaidTable, number: int) -> None:
        has_terms_of_its_own = _is_page(table, self.terms)
        if not has_terms_of_its_own and not (self.widths and len(table.widths) == len(self.widths)):
            self._pass_over(table, number)
            return
        # A page without terms has its columns by their number: a program may have set their widths anew.
        widths = table.widths if has_terms_of_its_own else self.widths
        page = list(_rows_of(table, len(self.lines), widths))
        edge = first_term(page)
        self.first = self.first if edge is None else edge
        for at, row in enumerate(with_numbers(page, self.first), start=1):
            self.rows.append(GridRow(row.line, row.cells, f"table {number}, row {at}"))
            self.lines.append("")
        self.merged_down += _told_downwards(page, self.first)
        self.widths, self.terms = widths, self.terms or _terms_of(table)
        self.tables.append(table)

    def _pass_over(self, table: LaidTable, number: int) -> None:
        first = next((cell for row in table.rows for cell in row if cell.text or cell.number), None)
        code = first and (read_code(first.text.strip()) or read_code(first.number))
        if self.tables and code and len(table.widths) > 2:
            words = "and has no row of terms as the matrix has, so it was not read as a part of it."
            self.left_out.append(f"Table {number} begins with the code {code.text} {words}")
        self.lines += [line for row in table.rows for cell in row for line in cell.text.split("\n")]


def document_grid(laid: Laid) -> Grid:
    """The tables of a Word document that have terms, one after the other, and the lines of all the rest."""
    pages, number = _Pages(), 0
    for part in laid.parts:
        if isinstance(part, str):
            pages.lines += part.split("\n")
            pages.widths = [] if part else pages.widths
        else:
            number += 1
            pages.take(part, number)
    questions = (Question(QuestionKind.CHANGES, "", ACCEPTED),) if "tracked" in laid.told else ()
    notices = (*_notices(laid, pages.tables, codes_made(pages.rows)), *pages.left_out, *pages.merged_down)
    return Grid(tuple(pages.rows), pages.lines, notices=notices, questions=questions)


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
    notices = (*_notices(laid, sheets), *_told_downwards(rows, first_term(rows) or 0))
    return Grid(tuple(rows), lines, notices=notices, questions=tuple(_about_hidden(sheet)))


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


def _rows_of(table: LaidTable, line: int, widths: Sequence[int] = ()) -> Iterator[GridRow]:
    """Its rows, numbered on from that line, with cells between the edges of its own columns or of others."""
    widths = widths or table.widths
    edges = [0, *accumulate(widths)] if all(widths) else []
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


def _told_downwards(rows: Sequence[GridRow], first: int) -> Iterator[str]:
    for text in merged_down(rows, first):
        yield f"“{text}” is merged over the rows of several lines and was read in the first of them."


def _about_hidden(sheet: LaidTable) -> Iterator[Question]:
    """What its reader does not see was read; a person says whether it belongs to the plan."""
    used = {cell.column + 1 for row in sheet.rows for cell in row if cell.text}
    columns = [column_name(column) for column in sheet.hidden if column in used]
    rows = [str(row) for row in sheet.hidden_rows]
    for noun, names in (("Column", columns), ("Row", rows)):
        if names:
            one, belongs = f"{noun} {names[0]} is", "was read. Does it belong"
            some = f"{noun}s {_listed(names)} are"
            words = one if len(names) == 1 else some
            belongs = belongs if len(names) == 1 else "were read. Do they belong"
            about = " ".join(names) if noun == "Column" else f"rows {' '.join(names)[:LONGEST_ABOUT]}"
            asked = f"{words} hidden in the sheet “{sheet.name}” and {belongs} to the plan?"
            yield Question(QuestionKind.HIDDEN, "", asked, about=about)


def _listed(names: Sequence[str]) -> str:
    left = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {left} more" if left > 0 else "")
