"""The matrix of an import as it will look, with the blanks that a text in doubt may run into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from milestones.imports import Cell, Line, PlanRead, QuestionKind, Span, State
from trust.terms import TermRef, terms_between

PRINTED_STATES: Final = {
    State.PAUSED: "Paused",
    State.MERGED: "Merged",
    State.CLOSED: "Closed",
    State.DELETED: "Deleted",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: a text over some terms, or a blank; `place` is the number of the question about its end.

    A blank that a text in doubt may run into is `is_reach`, and `is_covered` while the text does.
    """

    text: str = ""
    terms: int = 1
    term: str = ""
    place: int | None = None
    most: int = 1
    is_open: bool = False
    is_reach: bool = False
    is_covered: bool = False
    line: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A track of a line; the first one carries the line's head over all of them."""

    code: str
    title: str
    status: str
    is_first: bool
    span: int
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Strands:
    number: int
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    terms: tuple[TermRef, ...]
    strands: tuple[Strands, ...]

    @property
    def columns(self) -> int:
        return len(self.terms) + 1


def table_of(settled: PlanRead, read: PlanRead) -> Table:
    """The plan as the answers make it; `read` is the plan before them, whose questions ask for its ends."""
    places = {
        (each.code, each.term, each.track): place
        for place, each in enumerate(read.questions)
        if each.kind is QuestionKind.SPAN
    }
    strands = (
        Strands(strand.number, strand.title, tuple(_rows(strand.lines, settled.terms, places)))
        for strand in settled.strands
    )
    return Table(settled.terms, tuple(strands))


Places = Mapping[tuple[str, TermRef | None, int | None], int]


def _rows(lines: Sequence[Line], terms: Sequence[TermRef], places: Places) -> Iterator[Row]:
    for line in lines:
        tracks = line.tracks or (1,)
        for track in tracks:
            cells = sorted(
                (each for each in line.cells if each.track == track), key=lambda cell: cell.start_term
            )
            yield Row(
                line.code,
                line.title,
                PRINTED_STATES.get(line.state, ""),
                track == tracks[0],
                len(tracks),
                tuple(_cells(line, cells, terms, places)),
            )


def _cells(line: Line, cells: Sequence[Cell], terms: Sequence[TermRef], places: Places) -> Iterator[Shown]:
    """The cells of a row from its first term to its last; none begins before the one before it has ended."""
    at, index = 0, {term: place for place, term in enumerate(terms)}
    for number, cell in enumerate(cells):
        start = index.get(cell.start_term, at)
        if start < at:
            # Two texts in one term, which cannot be confirmed; the page says so above the table.
            continue
        following = [index[each.start_term] for each in cells[number + 1 :] if each.start_term in index]
        until = min([each for each in following if each > start], default=len(terms))
        yield from (Shown() for _ in range(start - at))
        shown = _shown(line, cell, places, until - start)
        yield shown
        reach = max(shown.most, shown.terms)
        for step in range(1, reach):
            if shown.most > 1 or step >= shown.terms:
                yield Shown(is_reach=True, is_covered=step < shown.terms)
        at = start + reach
    yield from (Shown() for _ in range(len(terms) - at))


def _shown(line: Line, cell: Cell, places: Places, room: int) -> Shown:
    place = places.get((line.code, cell.start_term, cell.track))
    most = len(terms_between(cell.start_term, cell.latest_possible_end_term)) if place is not None else 1
    return Shown(
        text=cell.text,
        terms=min(len(terms_between(cell.start_term, cell.end_term)), room),
        term=cell.start_term.label,
        place=place,
        most=min(most, room),
        is_open=cell.span is Span.AMBIGUOUS,
        line=cell.source_line,
        note=f"Joined with line {cell.continued_from_line}" if cell.is_rejoined else "",
    )
