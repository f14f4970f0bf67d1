"""Puts the rows of the matrix together as strands, lines, tracks and cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from milestones.imports.codes import Code, read_code, read_heading, strand_numbers
from milestones.imports.decoding import text_lines
from milestones.imports.document import (
    Cell,
    ImportProblem,
    Line,
    PlanRead,
    Question,
    QuestionKind,
    Span,
    State,
    Strand,
)
from milestones.imports.listing import ListedStrand, listed_strands, paired
from milestones.imports.questions import questions_about
from milestones.imports.reach import reach_of
from milestones.imports.refs import cross_refs
from milestones.imports.statuses import merged_into, read_status, since, split_status
from milestones.imports.table import Row, Table, Text, read_table

LONGEST_LABEL = 200  # characters, with the status in brackets
LONGEST_STRAND = 160  # characters of a strand's title


@dataclass(slots=True)
class _Coded:
    """A code with the printed rows that stand under it, and the strand that it stands in."""

    code: Code
    strand: int
    status: str
    rows: list[Row] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # labels of rows that have no code


def read_text(text: str) -> PlanRead:
    """The plan in a pasted text. Raises ImportProblem naming line and column."""
    lines = text_lines(text)
    table = read_table(lines)
    ends_open = not any(line.strip() for line in lines[table.rows[-1].line :])
    return plan_in(table, lines, is_text=True, ends_in_matrix=ends_open and len(lines) == table.rows[-1].line)


def plan_in(table: Table, lines: list[str], *, is_text: bool, ends_in_matrix: bool = False) -> PlanRead:
    """The plan in a matrix and the lines around it. Raises ImportProblem naming line and column.

    A text can be cut short, and then a code out of sequence tells; where `is_text` is false it cannot.
    """
    listed = listed_strands(lines[: table.header.line - 1])
    coded, headings = _coded(table.rows, listed, is_text=is_text)
    if is_text:
        _refuse_cut_short(coded, listed, table, lines)
    codes = frozenset(each.code.text for each in coded)
    read = [_line(each, table, codes) for each in coded]
    strands = tuple(
        _strand(number, read, listed, headings) for number in sorted({line.strand for line in read})
    )
    title = next((line.strip() for line in lines if line.strip() and "\t" not in line), "")
    plan = PlanRead(title[:160], table.header.terms, strands, tuple(table.header_lines))
    missing = [*_missing(listed, strands), *(_left_out(coded, listed) if not is_text else ())]
    return questions_about(replace(plan, questions=tuple(missing)), ends_in_matrix=ends_in_matrix)


def _missing(listed: dict[int, ListedStrand], strands: tuple[Strand, ...]) -> Iterator[Question]:
    """A question for each strand that the document lists behind the last of its matrix."""
    for number, each in sorted(listed.items()):
        if number > strands[-1].number:
            words = (
                f"The document lists strand {number}, {each.title}, and the matrix has no line for it. Right?"
            )
            yield Question(QuestionKind.EMPTY, "", words, about=str(number))


def _left_out(coded: list[_Coded], listed: dict[int, ListedStrand]) -> Iterator[Question]:
    """A question for each plain code that does not follow the one before it."""
    before: Code | None = None
    for code in (each.code for each in coded if each.code.is_plain):
        expected = _expected_codes(before, listed)
        if code.text not in expected:
            words = f"{code.text} stands where {' or '.join(expected)} was expected. Was a line left out?"
            yield Question(QuestionKind.CODES, code.text, words)
        before = code


def _coded(
    rows: list[Row], listed: dict[int, ListedStrand], *, is_text: bool
) -> tuple[list[_Coded], dict[int, str]]:
    """The coded lines with their strands, and the titles of the strands that headings in the matrix give."""
    found: list[_Coded] = []
    for row in rows:
        code = read_code(row.label, plain_only=bool(found) and found[0].code.is_plain)
        if code is not None:
            _refuse_code(code, row, found, listed, is_text=is_text)
            found.append(_Coded(code, 0, row.status))
        elif not found:
            complaint = f"“{row.label[:40]}” does not begin with a code such as 1a"
            no_code = "This row has no code, and no coded row stands above it"
            raise ImportProblem(row.line, 1, complaint if row.label else no_code)
        elif row.label:
            found[-1].beside.append(row.label)
        found[-1].rows.append(row)
    return found, _with_strands(found)


def _with_strands(coded: list[_Coded]) -> dict[int, str]:
    """Give each line its strand: as a plain code says, as the heading above it, or as all codes together."""
    titles: dict[str, tuple[int | None, str]] = {}
    for each in coded:
        if heading := each.rows[0].strand:
            titles.setdefault(heading, read_heading(heading))
    by_code = strand_numbers([each.code for each in coded])
    order = list(titles)
    named: dict[int, str] = {}
    for each, number in zip(coded, by_code, strict=True):
        heading = each.rows[0].strand
        said, title = titles.get(heading, (None, ""))
        each.strand = number if each.code.is_plain or not heading else said or order.index(heading) + 1
        if title:
            named.setdefault(each.strand, title[:LONGEST_STRAND])
    return named


def _refuse_code(
    code: Code, row: Row, before: list[_Coded], listed: dict[int, ListedStrand], *, is_text: bool
) -> None:
    if not code.title or len(code.title) > LONGEST_LABEL:
        complaint = f"The code {code.text} needs a title of up to {LONGEST_LABEL} characters"
        raise ImportProblem(row.line, 1, complaint)
    same = next((each for each in before if each.code.text.lower() == code.text.lower()), None)
    if same:
        complaint = f"The code {code.text} stands twice, first on line {same.rows[0].line}"
        raise ImportProblem(row.line, 1, complaint)
    if not is_text or not code.is_plain:
        return
    expected = _expected_codes(before[-1].code if before else None, listed)
    if code.text not in expected:
        complaint = f"The code {code.text} is out of sequence: {' or '.join(expected)} was expected here"
        raise ImportProblem(row.line, 1, complaint)


def _expected_codes(last: Code | None, listed: dict[int, ListedStrand]) -> list[str]:
    """The codes that may follow; a priority listed as deleted may be left out of the matrix."""
    if last is None or last.strand is None:
        return _from_letter(1, "a", listed)
    here = _from_letter(last.strand, chr(ord(last.letter) + 1), listed) if last.letter < "z" else []
    return here + _from_letter(last.strand + 1, "a", listed)


def _from_letter(strand: int, letter: str, listed: dict[int, ListedStrand]) -> list[str]:
    deleted = listed[strand].deleted_letters if strand in listed else set()
    codes = [f"{strand}{letter}"]
    while letter in deleted:
        letter = chr(ord(letter) + 1)
        codes.append(f"{strand}{letter}")
    return codes


def _refuse_cut_short(
    coded: list[_Coded], listed: dict[int, ListedStrand], table: Table, lines: list[str]
) -> None:
    """Refuses a matrix that ends before a strand the plan lists or, ending the text, before its lines."""
    last, line = coded[-1], table.rows[-1].line
    missing = [strand for number, strand in sorted(listed.items()) if number > last.strand]
    if missing:
        complaint = (
            f"The matrix ends at {last.code.text}, but the plan also lists strand {missing[0].number}, "
            f"{missing[0].title}: the text is cut short"
        )
        raise ImportProblem(line, table.header.width, complaint)
    promised = len(listed[last.strand].live) if last.strand in listed else 0
    found = sum(each.strand == last.strand for each in coded)
    if found < promised and _ends_at(line, lines):
        complaint = (
            f"The text ends at {last.code.text}, but the plan lists {promised} priorities "
            f"in strand {last.strand} and only {found} have a line: the text is cut short"
        )
        raise ImportProblem(line, table.header.width, complaint)


def _ends_at(line: int, lines: list[str]) -> bool:
    """Whether nothing follows that line but, at most, the first letters of the next row."""
    behind = [number for number, text in enumerate(lines[line:], start=line + 1) if text.strip()]
    return not behind or behind == [line + 1]


def _strand(
    number: int, lines: list[Line], listed: dict[int, ListedStrand], headings: dict[int, str]
) -> Strand:
    own = tuple(line for line in lines if line.strand == number)
    if number not in listed:
        return Strand(number, headings.get(number, ""), own)
    live = paired([line.title for line in own], listed[number].live)
    own = tuple(replace(line, listed_as=code) for line, code in zip(own, live, strict=True))
    return Strand(number, headings.get(number, listed[number].title), own, tuple(listed[number].listed))


def _line(coded: _Coded, table: Table, codes: frozenset[str]) -> Line:
    title, state, status = split_status(" ".join(coded.code.title.split()))
    if coded.status and status is None:
        state, status = read_status(coded.status)
    filled = [row for row in coded.rows if row.texts]
    cells = tuple(
        cell for track, row in enumerate(filled, start=1) for cell in _cells(row, track, table, codes)
    )
    return Line(
        code=coded.code.text,
        strand=coded.strand,
        title=title,
        state=state,
        status_as_printed=status,
        source_line=coded.rows[0].line,
        cells=cells,
        notes=_notes(coded, filled, cells),
        since=since(status),
        merged_into=merged_into(status) if state is State.MERGED else None,
    )


def _cells(row: Row, track: int, table: Table, codes: frozenset[str]) -> list[Cell]:
    columns = sorted(row.texts)
    ends = [*(column - 1 for column in columns[1:]), len(table.header.terms)]
    return [_cell(row, column, end, track, table, codes) for column, end in zip(columns, ends, strict=True)]


def _cell(row: Row, column: int, blank_to: int, track: int, table: Table, codes: frozenset[str]) -> Cell:
    text: Text = row.texts[column]
    terms = table.header.terms
    span, end, note = reach_of(text, column, blank_to, len(terms), says_spans=table.says_spans)
    return Cell(
        text=text.words,
        start_term=terms[column - 1],
        latest_possible_end_term=terms[end - 1],
        span=span,
        span_note=note,
        track=track,
        cross_refs=cross_refs(text.words, codes),
        source_line=row.line,
        source_column=column,
        text_as_printed=text.as_printed,
        continued_from_line=text.continued_from,
        said_to_end=terms[end - 1] if span is Span.SPAN else None,
        rag=text.rag,
    )


def _notes(coded: _Coded, filled: list[Row], cells: tuple[Cell, ...]) -> tuple[str, ...]:
    notes = [
        f"The text in {cell.start_term.label} was cut by a page break after “{cell.text_as_printed}”; "
        f"the rest, printed on line {cell.continued_from_line}, is rejoined here"
        for cell in cells
        if cell.text_as_printed
    ]
    if filled and filled[0] is not coded.rows[0]:
        notes.append("The coded row is empty; the text stands in the rows without a code that follow")
    if coded.beside:
        named = ", ".join(f"“{' '.join(each.split())[:60]}”" for each in coded.beside)
        notes.append(f"Rows that have a name and no code stand under this one: {named}")
    if len(filled) > 1:
        notes.append(f"{len(filled)} parallel rows stand under this code and are read as tracks")
    return tuple(notes)
