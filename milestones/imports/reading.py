"""Puts the rows of the matrix together as strands, lines, tracks and cells."""

from dataclasses import dataclass, field

from milestones.imports.decoding import lines_of, text_lines
from milestones.imports.document import Cell, ImportProblem, Line, PlanRead, Span, State, Strand
from milestones.imports.listing import ListedStrand, listed_strands
from milestones.imports.questions import questions_about
from milestones.imports.refs import cross_refs
from milestones.imports.statuses import merged_into, since, split_status
from milestones.imports.table import CODED_LABEL, Header, Row, Table, Text, read_table

LONGEST_LABEL = 200  # characters, with the status in brackets


@dataclass(slots=True)
class _Coded:
    """A code with the printed rows that stand under it."""

    strand: int
    letter: str
    title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def code(self) -> str:
        return f"{self.strand}{self.letter}"


def read_plan(raw: bytes) -> PlanRead:
    """The plan in the bytes of a tab-separated UTF-8 text. Raises ImportProblem naming line and column."""
    return _read(lines_of(raw))


def read_text(text: str) -> PlanRead:
    """The plan in a pasted text. Raises ImportProblem naming line and column."""
    return _read(text_lines(text))


def _read(lines: list[str]) -> PlanRead:
    table = read_table(lines)
    listed = listed_strands(lines[: table.header.line - 1])
    coded = _coded(table.rows, listed)
    _refuse_cut_short(coded, listed, table, lines)
    codes = frozenset(each.code for each in coded)
    read = [_line(each, table.header, codes) for each in coded]
    strands = tuple(_strand(number, read, listed) for number in sorted({line.strand for line in read}))
    title = next((line.strip() for line in lines if line.strip() and "\t" not in line), "")
    plan = PlanRead(title[:160], table.header.terms, strands, tuple(table.header_lines))
    ends_open = not any(line.strip() for line in lines[table.rows[-1].line :])
    return questions_about(plan, ends_in_matrix=ends_open and len(lines) == table.rows[-1].line)


def _coded(rows: list[Row], listed: dict[int, ListedStrand]) -> list[_Coded]:
    found: list[_Coded] = []
    for row in rows:
        if row.label:
            found.append(_new_code(row, found, listed))
        elif not found:
            raise ImportProblem(row.line, 1, "This row has no code, and no coded row stands above it")
        found[-1].rows.append(row)
    return found


def _new_code(row: Row, before: list[_Coded], listed: dict[int, ListedStrand]) -> _Coded:
    label = CODED_LABEL.match(row.label)
    if label is None:
        raise ImportProblem(row.line, 1, f"“{row.label[:40]}” does not begin with a code such as 1a")
    if not label["title"] or len(label["title"]) > LONGEST_LABEL:
        complaint = (
            f"The code {label['strand']}{label['letter']} needs a title of up to {LONGEST_LABEL} characters"
        )
        raise ImportProblem(row.line, 1, complaint)
    coded = _Coded(int(label["strand"]), label["letter"], label["title"])
    same = next((each for each in before if each.code == coded.code), None)
    if same:
        complaint = f"The code {coded.code} stands twice, first on line {same.rows[0].line}"
        raise ImportProblem(row.line, 1, complaint)
    expected = _expected_codes(before, listed)
    if coded.code not in expected:
        complaint = f"The code {coded.code} is out of sequence: {' or '.join(expected)} was expected here"
        raise ImportProblem(row.line, 1, complaint)
    return coded


def _expected_codes(before: list[_Coded], listed: dict[int, ListedStrand]) -> list[str]:
    """The codes that may follow; a priority listed as deleted may be left out of the matrix."""
    if not before:
        return _from_letter(1, "a", listed)
    last = before[-1]
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
            f"The matrix ends at {last.code}, but the plan also lists strand {missing[0].number}, "
            f"{missing[0].title}: the text is cut short"
        )
        raise ImportProblem(line, table.header.width, complaint)
    promised = len(listed[last.strand].live) if last.strand in listed else 0
    found = sum(each.strand == last.strand for each in coded)
    if found < promised and _ends_at(line, lines):
        complaint = (
            f"The text ends at {last.code}, but the plan lists {promised} priorities "
            f"in strand {last.strand} and only {found} have a line: the text is cut short"
        )
        raise ImportProblem(line, table.header.width, complaint)


def _ends_at(line: int, lines: list[str]) -> bool:
    """Whether nothing follows that line but, at most, the first letters of the next row."""
    behind = [number for number, text in enumerate(lines[line:], start=line + 1) if text.strip()]
    return not behind or behind == [line + 1]


def _strand(number: int, lines: list[Line], listed: dict[int, ListedStrand]) -> Strand:
    own = tuple(line for line in lines if line.strand == number)
    if number not in listed:
        return Strand(number, "", own)
    return Strand(number, listed[number].title, own, tuple(listed[number].listed))


def _line(coded: _Coded, header: Header, codes: frozenset[str]) -> Line:
    title, state, status = split_status(coded.title)
    filled = [row for row in coded.rows if row.texts]
    cells = tuple(
        cell for track, row in enumerate(filled, start=1) for cell in _cells(row, track, header, codes)
    )
    return Line(
        code=coded.code,
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


def _cells(row: Row, track: int, header: Header, codes: frozenset[str]) -> list[Cell]:
    columns = sorted(row.texts)
    ends = [*(column - 1 for column in columns[1:]), len(header.terms)]
    return [_cell(row, column, end, track, header, codes) for column, end in zip(columns, ends, strict=True)]


def _cell(row: Row, column: int, end: int, track: int, header: Header, codes: frozenset[str]) -> Cell:
    text: Text = row.texts[column]
    return Cell(
        text=text.words,
        start_term=header.terms[column - 1],
        latest_possible_end_term=header.terms[end - 1],
        span=Span.POINT if end == column else Span.AMBIGUOUS,
        span_note=_span_note(end - column, is_last=end == len(header.terms)),
        track=track,
        cross_refs=cross_refs(text.words, codes),
        source_line=row.line,
        source_column=column,
        text_as_printed=text.as_printed,
        continued_from_line=text.continued_from,
    )


def _span_note(blanks: int, *, is_last: bool) -> str:
    if not blanks:
        return "the last term of the plan" if is_last else "the next term has its own text"
    where = "to the end of the plan" if is_last else "before the next text"
    return f"{blanks} blank {'term' if blanks == 1 else 'terms'} {where}"


def _notes(coded: _Coded, filled: list[Row], cells: tuple[Cell, ...]) -> tuple[str, ...]:
    notes = [
        f"The text in {cell.start_term.label} was cut by a page break after “{cell.text_as_printed}”; "
        f"the rest, printed on line {cell.continued_from_line}, is rejoined here"
        for cell in cells
        if cell.text_as_printed
    ]
    if filled and filled[0] is not coded.rows[0]:
        notes.append("The coded row is empty; the text stands in the rows without a code that follow")
    if len(filled) > 1:
        notes.append(f"{len(filled)} parallel rows stand under this code and are read as tracks")
    return tuple(notes)
