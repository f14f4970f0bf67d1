"""Reads the tab-separated matrix: its header of terms, repeated on each page, and its rows, rejoined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from milestones.imports.codes import PLAIN
from milestones.imports.document import ImportProblem
from trust.terms import TermRef

MOST_TERMS = 30  # ten years
MOST_ROWS = 300
LONGEST_TEXT = 4000  # characters in one cell
LOOKS_LIKE_A_TERM = re.compile(r"^(?:19|20)\d\d\s*[/–-]\s*\d\d\b")
MAY_BE_A_TERM = re.compile(r"^(?:aut|spr|sum|t|\d).*\d\d", re.IGNORECASE | re.DOTALL)
LONGEST_TERM = 24  # characters: "Summer term of 2026/2027"
SENTENCE_ENDS = tuple(".!?…;:")
# A text that ends on one of these cannot be whole.
JOINING_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "with",
        "&",
    ]
)


@dataclass(frozen=True, slots=True)
class Header:
    """The terms, the column of the first (codes and titles stand before it) and the width of a row."""

    line: int
    terms: tuple[TermRef, ...]
    first_column: int
    width: int


@dataclass(slots=True)
class Text:
    """The words of a cell; where a page break cut them, what stood before it and the line of the rest.

    `across` counts the terms that it certainly covers, 0 where nothing says.
    """

    words: str
    as_printed: str | None = None
    continued_from: int | None = None
    across: int = 0
    rag: str | None = None
    is_centred: bool = False


@dataclass(slots=True)
class Row:
    """One printed row: its label (code and title, or '') and its texts by term column, counted from 1.

    `strand` is what a column of strands says, or a heading above; `status` what a column of statuses says.
    """

    line: int
    label: str
    texts: dict[int, Text] = field(default_factory=dict)
    strand: str = ""
    status: str = ""


@dataclass(slots=True)
class Table:
    """The whole matrix over its pages."""

    header: Header
    header_lines: list[int]
    rows: list[Row]
    says_spans: bool = False  # cells are merged, so that a text in one column covers one term


def read_table(lines: list[str]) -> Table:
    """The matrix in `lines`, over any number of pages. Raises ImportProblem naming line and column."""
    table: Table | None = None
    above: Row | None = None  # the last row before a page break, while the row behind it is awaited
    interrupted_at = 0  # the line of a text that ended the page, 0 while rows may follow
    for number, line in enumerate(lines, start=1):
        fields = [each.strip() for each in line.split("\t")]
        if not any(fields):
            continue
        if is_header(fields):
            table = with_header(table, _read_header(fields, number))
            above, interrupted_at = table.rows[-1] if table.rows else None, 0
        elif table is None:
            _refuse_row_before_header(fields, number)
        elif interrupted_at:
            _refuse_row_after(interrupted_at, fields, number, table.header)
        elif len(fields) == 1 and not PLAIN.match(fields[0]):
            interrupted_at = number
        else:
            row = _read_row(fields, number, table.header)
            if above is not None:
                rejoin(above, row)
                above = None
            table.rows.append(row)
    return complete(table, len(lines))


def is_header(fields: Sequence[str]) -> bool:
    """Whether these fields are the row of terms: two terms or more, and no more of anything else."""
    filled = [each for each in fields if each]
    terms = [each for each in filled if looks_like_a_term(each)]
    return len(terms) >= 2 and len(terms) * 2 >= len(filled)


def looks_like_a_term(text: str) -> bool:
    """Whether a row of such texts is the row of terms, even where one of them is mistyped."""
    return len(text) <= LONGEST_TERM and (bool(LOOKS_LIKE_A_TERM.match(text)) or is_a_term(text))


def is_a_term(text: str) -> bool:
    """Whether the text is a term, in any of the ways that people write it."""
    if len(text) > LONGEST_TERM or not MAY_BE_A_TERM.match(text):
        return False
    try:
        return bool(TermRef.read(text))
    except ValueError:
        return False


def _read_header(fields: list[str], number: int) -> Header:
    first = next(index for index, each in enumerate(fields) if looks_like_a_term(each))
    if first == 0:
        raise ImportProblem(number, 1, "The terms begin in the first column, which should hold the codes")
    last = max(index for index, each in enumerate(fields) if each)
    return Header(number, read_terms(fields[: last + 1], first, number), first, len(fields))


def read_terms(fields: Sequence[str], first: int, number: int) -> tuple[TermRef, ...]:
    """The terms in the columns from `first` on, counted from 0, each of which follows the one before it."""
    if len(fields) - first > MOST_TERMS:
        raise ImportProblem(number, first + MOST_TERMS + 1, f"The plan has more than {MOST_TERMS} terms")
    if len(fields) <= first:
        raise ImportProblem(number, first + 1, "The row of terms has no term")
    terms: list[TermRef] = []
    for index in range(first, len(fields)):
        terms.append(_next_term(fields[index], terms, number, index + 1))
    return tuple(terms)


def _next_term(label: str, before: list[TermRef], line: int, column: int) -> TermRef:
    try:
        term = TermRef.read(label)
        expected = before[-1].next if before else term
    except ValueError as error:
        complaint = f"“{label}” is not a term such as 2026/27 (1)" if label else "The row of terms has a gap"
        raise ImportProblem(line, column, complaint) from error
    if term in before:
        raise ImportProblem(line, column, f"The term {label} stands twice in the row of terms")
    if term != expected:
        complaint = f"The terms are out of order: {label} where {expected.label} was expected"
        raise ImportProblem(line, column, complaint)
    return term


def with_header(table: Table | None, header: Header) -> Table:
    """The table with one more page, which begins with that header. Raises ImportProblem where it differs."""
    if table is None:
        return Table(header, [header.line], [])
    first = table.header
    if (header.terms, header.first_column, header.width) != (first.terms, first.first_column, first.width):
        column = header.first_column + 1 + _first_difference(header.terms, first.terms)
        complaint = f"The row of terms differs from the one on line {first.line}"
        raise ImportProblem(header.line, column, complaint)
    table.header_lines.append(header.line)
    return table


def _first_difference(one: tuple[TermRef, ...], other: tuple[TermRef, ...]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _refuse_row_before_header(fields: list[str], number: int) -> None:
    if len(fields) > 3 and PLAIN.match(fields[0]):
        raise ImportProblem(number, 1, "A row of the matrix stands here, but no row of terms above it")


def _refuse_row_after(interrupted_at: int, fields: list[str], number: int, header: Header) -> None:
    if len(fields) == header.width:
        complaint = f"A row of the matrix stands here, but the text on line {interrupted_at} ended the matrix"
        raise ImportProblem(number, 1, complaint)


def _read_row(fields: list[str], number: int, header: Header) -> Row:
    found, expected = len(fields), header.width
    if found > expected:
        complaint = f"This row has {found} columns where the row of terms has {expected}"
        raise ImportProblem(number, expected + 1, complaint)
    if found < expected:
        complaint = (
            f"This row stops after {found} of {expected} columns: the text is cut short, "
            "or the tabs of its last blank terms were lost"
        )
        raise ImportProblem(number, found, complaint)
    row = Row(number, " ".join(filter(None, fields[: header.first_column])))
    for index, words in enumerate(fields[header.first_column :], start=1):
        if words and index > len(header.terms):
            raise ImportProblem(number, header.first_column + index, "This text stands under no term")
        if len(words) > LONGEST_TEXT:
            complaint = f"This text is longer than {LONGEST_TEXT} characters"
            raise ImportProblem(number, header.first_column + index, complaint)
        if words:
            row.texts[index] = Text(words)
    return row


def rejoin(above: Row, row: Row) -> None:
    """Moves what a page break tore off the row above it out of the first row behind it."""
    for column, tail in list(row.texts.items()):
        head = above.texts.get(column)
        if head and _is_torn(head.words, tail.words):
            head.as_printed, head.continued_from = head.words, row.line
            head.words = f"{head.words} {tail.words}"
            del row.texts[column]


def _is_torn(head: str, tail: str) -> bool:
    if head.endswith(SENTENCE_ENDS):
        return False
    first_word = tail.split()[0]
    return head.split()[-1].lower() in JOINING_WORDS or first_word.islower()


def complete(table: Table | None, last_line: int) -> Table:
    """The table once all was read. Raises ImportProblem where there is none, or too much."""
    if table is None:
        complaint = "No row of terms such as 2026/27 (1) was found, so there is no matrix to read"
        raise ImportProblem(last_line, 1, complaint)
    if not table.rows or table.header_lines[-1] > table.rows[-1].line:
        raise ImportProblem(table.header_lines[-1], 1, "The text ends after this row of terms, without rows")
    if len(table.rows) > MOST_ROWS:
        raise ImportProblem(table.rows[MOST_ROWS].line, 1, f"The matrix has more than {MOST_ROWS} rows")
    return table
