"""Reads a matrix out of a grid: its header of terms, its columns of labels, its rows and their spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Final

from milestones.imports.codes import read_code
from milestones.imports.document import ImportProblem
from milestones.imports.grid import Grid, GridCell, GridRow, has_terms, years_joined
from milestones.imports.table import (
    LONGEST_TEXT,
    Header,
    Row,
    Table,
    Text,
    complete,
    looks_like_a_term,
    read_terms,
    rejoin,
    with_header,
)

# What the heads of the columns beside the terms are called; the first that fits.
HOLDS: Final = tuple(
    (holds, re.compile(rf"(?:{words})\b", re.IGNORECASE))
    for holds, words in (
        ("strand_title", r"strand title|theme|strategic (?:area|aim|objective|strand)|pillar"),
        ("strand", r"strand"),
        ("code", r"code|ref|no\.?|number|#|id"),
        ("status", r"status|state"),
        ("spans", r"spans?"),
        (
            "none",
            r"(?:lead|owner|sponsor|who|responsib|account|track|plan|rating|rag|resourc|cost|budget|fund"
            r"|note|comment|success|kpi|body|monitor|evidence)\w*",
        ),
    )
)
CONTINUED: Final = re.compile(r"\s*\(?\b(?:cont(?:inued|d|['’]d)?)\b\.?\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a page's terms stand between their edges, and what the columns beside them hold."""

    terms: tuple[tuple[int, int], ...]
    beside: tuple[tuple[int, int, str], ...]  # left, right, what it holds

    @property
    def first(self) -> int:
        return self.terms[0][0]

    def held_in(self, cell: GridCell) -> str:
        return next((holds for left, right, holds in self.beside if left <= cell.left < right), "title")

    def covered_by(self, cell: GridCell) -> list[int]:
        """The terms, counted from 1, that the cell covers by half or more; else the one it covers most."""
        shares = [cell.shared_with(left, right) / max(1, right - left) for left, right in self.terms]
        covered = [at for at, share in enumerate(shares, start=1) if share >= HALF]
        if covered or not any(shares):
            return covered
        return [shares.index(max(shares)) + 1]


HALF: Final = 0.5


@dataclass(slots=True)
class _Matrix:
    """The matrix so far: its table, the columns of the page, and what is carried from row to row."""

    table: Table | None = None
    columns: Columns = field(default_factory=lambda: Columns((), ()))
    is_new_page: bool = False
    heading: str = ""
    pending: list[tuple[GridRow, str]] = field(default_factory=list)  # headings until a coded row follows
    strand_column: str = ""
    merges: bool = False


def table_in(grid: Grid) -> Table:
    """The matrix of a grid, over any number of pages. Raises ImportProblem naming line and column."""
    matrix, years = _Matrix(), None
    for row in grid.rows:
        joined = row if years is None else years_joined(years, row)
        if has_terms(joined):
            _begin_page(matrix, joined)
        elif matrix.table is not None and row.filled:
            _read_row(matrix, row)
        years = row if row.filled else years
    if matrix.table is not None:
        matrix.table.rows = list(_without_headings(matrix.table.rows))
    table = complete(matrix.table, len(grid.lines))
    table.says_spans = grid.can_merge and matrix.merges
    _forget_common_centring(table)
    return table


def _begin_page(matrix: _Matrix, row: GridRow) -> None:
    cells = row.filled
    at = [index for index, cell in enumerate(cells) if looks_like_a_term(cell.text)]
    first, last = at[0], at[-1]
    if cells[first].left == 0:
        complaint = "The terms begin in the first column, which should hold the codes"
        raise ImportProblem(row.line, 1, complaint)
    terms = read_terms(["", *(cell.text for cell in cells[first : last + 1])], 1, row.line)
    edges = tuple((cell.left, cell.right) for cell in cells[first : last + 1])
    before = [(cell.left, cell.right, _holds(cell.text)) for cell in cells[:first]]
    if before and all(holds != "title" for *_, holds in before) and _is_labelled(before, edges[0][0]):
        before[-1] = (*before[-1][:2], "title")  # "Strand / priority" heads the labels themselves
    behind = [(cell.left, cell.right, _holds(cell.text)) for cell in cells[last + 1 :]]
    # A column behind the terms never names a line: unless it holds spans or statuses, it is left out.
    behind = [(left, right, "none" if holds == "title" else holds) for left, right, holds in behind]
    matrix.columns = Columns(edges, (*before, *behind))
    width = len(terms) + 1
    matrix.table = with_header(matrix.table, Header(row.line, terms, 1, width))
    matrix.is_new_page = bool(matrix.table.rows)


def _is_labelled(before: list[tuple[int, int, str]], first: int) -> bool:
    """Whether the named columns are all that stands before the terms: one of them holds the titles."""
    return sum(right - left for left, right, _ in before) >= first


def _holds(text: str) -> str:
    return next((holds for holds, words in HOLDS if words.match(text)), "title")


def _read_row(matrix: _Matrix, row: GridRow) -> None:
    assert matrix.table is not None
    columns = matrix.columns
    labels: dict[str, list[str]] = {}
    for cell in row.filled:
        if cell.right <= columns.first or cell.left < columns.first:
            labels.setdefault(columns.held_in(cell), []).append(cell.text)
    label = " ".join((*labels.get("code", ()), *labels.get("title", ())))
    matrix.strand_column = " ".join((*labels.get("strand", ()), *labels.get("strand_title", ()))) or (
        matrix.strand_column
    )
    texts = _in_columns(_texts(matrix, row))
    if label and not texts and read_code(label) is None:
        matrix.pending.append((row, label))
        return
    read = Row(row.line, label, texts, status=" ".join(labels.get("status", ())))
    if spans := _spans(columns, row):
        _say_spans(read, spans, len(columns.terms))
    _place(matrix, read)


def _texts(matrix: _Matrix, row: GridRow) -> Iterator[tuple[int, Text]]:
    for cell in row.filled:
        if cell.left < matrix.columns.first:
            continue
        covered = matrix.columns.covered_by(cell)
        if not covered:
            if matrix.columns.held_in(cell) == "title" and cell.left >= matrix.columns.terms[-1][1]:
                raise ImportProblem(row.line, len(matrix.columns.terms) + 2, "This text stands under no term")
            continue
        if len(cell.text) > LONGEST_TEXT:
            complaint = f"This text is longer than {LONGEST_TEXT} characters"
            raise ImportProblem(row.line, covered[0] + 1, complaint)
        matrix.merges |= len(covered) > 1
        across = len(covered) if len(covered) > 1 else 0
        yield covered[0], Text(cell.text, across=across, rag=cell.rag, is_centred=cell.is_centred)


def _in_columns(found: Iterable[tuple[int, Text]]) -> dict[int, Text]:
    """The texts by term; two that share one are one text, and none reaches over the next."""
    texts: dict[int, Text] = {}
    for column, text in found:
        if column in texts:
            texts[column].words += f"\n{text.words}"
        else:
            texts[column] = text
    starts = sorted(texts)
    for column, behind in pairwise(starts):
        texts[column].across = min(texts[column].across, behind - column)
    return texts


def _spans(columns: Columns, row: GridRow) -> list[int]:
    """What a column of spans says: for each text, over how many terms it reaches."""
    said = " ".join(cell.text for cell in row.filled if columns.held_in(cell) == "spans").split()
    return [int(each) for each in said] if said and all(map(str.isdecimal, said)) else []


def _say_spans(row: Row, spans: list[int], terms: int) -> None:
    starts = sorted(row.texts)
    if len(spans) != len(starts):
        complaint = f"{len(starts)} texts stand in this row, and the spans count {len(spans)}"
        raise ImportProblem(row.line, terms + 2, complaint)
    for at, behind, across in zip(starts, [*starts[1:], terms + 1], spans, strict=True):
        if not 0 < across <= behind - at:
            complaint = "A text here reaches over the next text or the last term, or covers no term"
            raise ImportProblem(row.line, at + 1, complaint)
        row.texts[at].across = across


def _place(matrix: _Matrix, row: Row) -> None:
    assert matrix.table is not None
    rows = matrix.table.rows
    if matrix.pending:
        matrix.heading, matrix.pending = matrix.pending[-1][1], []
    row.strand = matrix.heading or matrix.strand_column
    if matrix.is_new_page and rows:
        above = next((each for each in reversed(rows) if each.label), rows[-1])
        if row.label and CONTINUED.sub("", row.label) == CONTINUED.sub("", above.label):
            row.label = ""  # the page begins with the rest of the line above
        rejoin(rows[-1], row)
    matrix.is_new_page = False
    if row.label or row.texts:
        rows.append(row)


def _without_headings(rows: list[Row]) -> Iterator[Row]:
    """The rows without those that only head the codes below: "SP1 Learning" above "SP1.1" and "SP1.2"."""
    heading, begins = "", ""
    for row, below in zip_longest(rows, rows[1:]):
        code = read_code(row.label)
        next_code = read_code(below.label) if below else None
        if code and next_code and not row.texts and next_code.text.startswith(f"{code.text}."):
            heading, begins = row.label, code.text
            continue
        if code and not code.text.startswith(f"{begins}."):
            heading = ""
        row.strand = row.strand or heading
        yield row


def _forget_common_centring(table: Table) -> None:
    """Where every text is centred, that is how the table looks and says nothing of spans."""
    texts = [text for row in table.rows for text in row.texts.values()]
    if all(text.is_centred for text in texts):
        for text in texts:
            text.is_centred = False
