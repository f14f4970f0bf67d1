"""Reads the portal's own matrix file, which says how far each text reaches, so that nothing is in doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from milestones.imports.codes import read_code
from milestones.imports.document import Cell, ImportProblem, Line, PlanRead, Span, State, Strand
from milestones.imports.reading import LONGEST_LABEL
from milestones.imports.refs import cross_refs
from milestones.imports.statuses import LONGEST_STATUS, merged_into, read_status, since
from milestones.imports.table import LONGEST_TEXT, MOST_ROWS, read_terms
from trust.tables import Unreadable, read_table
from trust.tables.letters import UTF_16_MARKS
from trust.terms import TermRef

HEAD: Final = ("Strand", "Strand title", "Code", "Priority area", "Status", "Lead", "Track")
SPANS: Final = "Spans"
PLAN: Final = "Plan"
OURS: Final = re.compile(r'"?Strand"?[,;\t]"?Strand title"?[,;\t]"?Code"?[,;\t]"?Priority area"?[,;\t]')
COUNT: Final = re.compile(r"[1-9][0-9]?")  # a strand, a track, or how many terms a text covers
LONGEST_TITLE: Final = 160  # characters of a plan's or a strand's title


def is_ours(raw: bytes) -> bool:
    """Whether it begins with the headings of the portal's own file."""
    letters = "utf-16" if raw.startswith(UTF_16_MARKS) else "utf-8-sig"
    return OURS.match(raw[:400].decode(letters, "ignore")) is not None


def read_ours(raw: bytes) -> PlanRead:
    """The plan as the portal wrote it. Raises ImportProblem naming row and column.

    Who leads a line and how it was rated is not read; of a status, its first 120 characters are.
    """
    try:
        (sheet,) = read_table("", raw)
    except Unreadable as refused:
        raise ImportProblem(1, 1, str(refused).rstrip(".")) from refused
    return plan_of(sheet.rows[0], [(number, row) for number, row in enumerate(sheet.rows[1:], 2) if any(row)])


def plan_of(heading: Sequence[str], found: Sequence[tuple[int, Sequence[str]]]) -> PlanRead:
    """The plan in numbered rows below these headings. Raises ImportProblem as `read_ours` does."""
    rows = [(number, [*row, *[""] * len(heading)]) for number, row in found]
    if tuple(heading[: len(HEAD)]) != HEAD or SPANS not in heading:
        raise ImportProblem(1, 1, f"The columns {', '.join(HEAD)} are needed, then the terms, then {SPANS}")
    if not 0 < len(rows) <= MOST_ROWS:
        raise ImportProblem(1, 1, f"Between 1 and {MOST_ROWS} rows are needed below the headings")
    terms = read_terms(heading[: heading.index(SPANS)], len(HEAD), 1)
    title = rows[0][1][heading.index(PLAN)] if PLAN in heading else ""
    return PlanRead(title[:LONGEST_TITLE], terms, tuple(_strands(rows, terms)), (1,))


def _strands(rows: Sequence[tuple[int, Sequence[str]]], terms: tuple[TermRef, ...]) -> Iterator[Strand]:
    codes = frozenset(row[2] for _, row in rows)
    lines: dict[str, Line] = {}
    titles: dict[int, str] = {}
    for number, row in rows:
        line = _line(number, row, terms, codes)
        known = lines.get(line.code)
        lines[line.code] = line if known is None else _with_track(known, line)
        titles.setdefault(line.strand, row[1][:LONGEST_TITLE])
    for strand, title in titles.items():
        yield Strand(strand, title, tuple(line for line in lines.values() if line.strand == strand))


def _line(number: int, row: Sequence[str], terms: tuple[TermRef, ...], codes: Collection[str]) -> Line:
    code, status = row[2], row[4][:LONGEST_STATUS]
    state = read_status(status)[0]
    known = read_code(code)
    if known is None or known.text != code:
        raise ImportProblem(number, 3, f"“{code[:40]}” is not a code such as 1a")
    return Line(
        code=code,
        strand=_count(row[0], number, 1),
        title=_short(row, 4, number, LONGEST_LABEL),
        state=state,
        status_as_printed=status or None,
        source_line=number,
        cells=tuple(_cells(number, row, terms, codes)),
        since=since(status),
        merged_into=merged_into(status) if state is State.MERGED else None,
    )


def _with_track(known: Line, line: Line) -> Line:
    """A further row under a code is a track of its own."""
    if known.strand != line.strand or {*known.tracks} & {*line.tracks} or not line.cells:
        complaint = f"The code {line.code} stands twice, first on line {known.source_line}"
        raise ImportProblem(line.source_line, 3, complaint)
    return replace(known, cells=known.cells + line.cells)


def _cells(
    number: int, row: Sequence[str], terms: tuple[TermRef, ...], codes: Collection[str]
) -> Iterator[Cell]:
    track, spans_at = _count(row[6], number, 7), len(HEAD) + len(terms)
    filled = [at for at in range(len(HEAD), spans_at) if row[at].strip()]
    spans = [_count(each, number, spans_at + 1) for each in row[spans_at].split()]
    if len(spans) != len(filled):
        complaint = f"{len(filled)} texts stand in this row, and {SPANS} counts {len(spans)}"
        raise ImportProblem(number, spans_at + 1, complaint)
    for at, span in zip(filled, spans, strict=True):
        if at + span > spans_at:
            raise ImportProblem(number, spans_at + 1, "A text reaches beyond the last term")
        first, last = terms[at - len(HEAD)], terms[at - len(HEAD) + span - 1]
        yield Cell(
            text=_short(row, at + 1, number, LONGEST_TEXT),
            start_term=first,
            latest_possible_end_term=last,
            span=Span.POINT if span == 1 else Span.SPAN,
            span_note="as the portal's own file says",
            track=track,
            cross_refs=cross_refs(row[at], codes),
            source_line=number,
            source_column=at - len(HEAD) + 1,
            said_to_end=last,
        )


def _count(text: str, line: int, column: int) -> int:
    if not COUNT.fullmatch(text.strip()):
        raise ImportProblem(line, column, f"“{text[:40]}” is not a number from 1 to 99")
    return int(text)


def _short(row: Sequence[str], column: int, line: int, longest: int) -> str:
    """The text in a column that may not be blank."""
    text = row[column - 1]
    if not text.strip() or len(text) > longest:
        raise ImportProblem(line, column, f"A text of up to {longest} characters is needed here")
    return text
