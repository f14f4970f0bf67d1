"""What a reading of a strategic plan holds: terms, strands, lines, cells, and what a person must decide."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from trust.terms import TermRef


class ImportProblem(ValueError):
    """A text that cannot be read as a plan, and where.

    `line` counts the lines of the text from 1; `column` counts the tab-separated columns of that line from 1,
    as a spreadsheet would (the code and title stand in column 1, the first term in column 2). `place` says it
    in other words where a file has no lines.
    """

    def __init__(self, line: int, column: int, message: str, place: str = "") -> None:
        super().__init__(f"{message} ({place or f'line {line}, column {column}'})")
        self.line = line
        self.column = column
        self.message = message


class Span(StrEnum):
    """How far a cell reaches: certainly one term, in doubt, or several terms as a person has said."""

    POINT = "point"
    AMBIGUOUS = "ambiguous"
    SPAN = "span"


class State(StrEnum):
    """What a line's printed status means."""

    ACTIVE = "active"
    PAUSED = "paused"
    MERGED = "merged"
    CLOSED = "closed"
    DELETED = "deleted"


class QuestionKind(StrEnum):
    """What a person is asked about before the plan is saved."""

    SPAN = "span"
    TORN = "torn"
    TRACK = "track"
    STATUS = "status"
    REFERENCE = "reference"
    CODES = "codes"
    STRAND = "strand"
    EMPTY = "empty"
    ENDING = "ending"
    LINK = "link"
    DRIFT = "drift"
    CHANGES = "changes"
    HIDDEN = "hidden"


class RefKind(StrEnum):
    """What a mention of another line says about it."""

    SEE = "see"
    FEEDS = "feeds"
    SAME_AS = "same-as"
    AS_BUT = "as-but"
    COMBINE = "combine"


@dataclass(frozen=True, slots=True)
class CrossRef:
    """A mention of a line's code inside a cell; it resolves where the matrix has that line.

    `words` is the mention as a reader sees it ("see 1c"); `form` is the printed text close around it.
    """

    code: str
    resolves: bool
    kind: RefKind
    words: str
    form: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One text of the matrix, from the term it is printed in to, at most, the blank before the next text.

    `source_column` counts the terms from 1. `text` keeps the typos. Where a page break cut it, it is
    rejoined: `text_as_printed` is what stood before the break, `continued_from_line` the line of the rest.
    `rag` is the rating that the cell's fill says: red, amber, green or complete.
    """

    text: str
    start_term: TermRef
    latest_possible_end_term: TermRef
    span: Span
    span_note: str
    track: int
    cross_refs: tuple[CrossRef, ...]
    source_line: int
    source_column: int
    text_as_printed: str | None = None
    continued_from_line: int | None = None
    said_to_end: TermRef | None = None
    rag: str | None = None

    @property
    def end_term(self) -> TermRef:
        """The term it starts in, until a person has said that it reaches further."""
        return self.said_to_end or self.start_term

    @property
    def is_rejoined(self) -> bool:
        return self.continued_from_line is not None


@dataclass(frozen=True, slots=True)
class Line:
    """One coded line of the matrix, with its cells in printed order; parallel rows are tracks 1, 2, …

    `since` is the term the status names (its autumn where it names a year alone), `merged_into` the code;
    `listed_as` is the code that the list of priorities before the matrix seems to give it.
    """

    code: str
    strand: int
    title: str
    state: State
    status_as_printed: str | None
    source_line: int
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    since: TermRef | None = None
    merged_into: str | None = None
    listed_as: str | None = None

    @property
    def tracks(self) -> tuple[int, ...]:
        return tuple(sorted({cell.track for cell in self.cells}))


@dataclass(frozen=True, slots=True)
class Listed:
    """A priority as the plan lists it under its strand, before the matrix, where its letter may differ."""

    code: str
    text: str
    state: State
    status_as_printed: str | None
    source_line: int


@dataclass(frozen=True, slots=True)
class Strand:
    """A strand by its number and title ('' where the text gives none), its lines and listed priorities."""

    number: int
    title: str
    lines: tuple[Line, ...]
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can decide; `code` is the line it is about, '' for the whole plan or a strand.

    About a cell, `term` and `track` say which. `about` tells apart what else could be asked there: the code
    that a cell mentions, or a strand's number.
    """

    kind: QuestionKind
    code: str
    words: str
    term: TermRef | None = None
    track: int | None = None
    about: str = ""

    @property
    def id(self) -> str:
        """The same for the same question of the same file, so that an answer can name it."""
        parts = (self.kind, self.code, self.term.slug if self.term else "", str(self.track or ""), self.about)
        return ":".join(parts).rstrip(":")


@dataclass(frozen=True, slots=True)
class PlanRead:
    """A whole plan as it was read; nothing in it has been saved.

    `notices` say what was done with what a matrix cannot hold, such as comments.
    """

    title: str
    terms: tuple[TermRef, ...]
    strands: tuple[Strand, ...]
    header_lines: tuple[int, ...]
    questions: tuple[Question, ...] = field(default=())
    notices: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[Line]:
        return (line for strand in self.strands for line in strand.lines)

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for line in self.lines for cell in line.cells)
