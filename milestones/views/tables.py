"""The matrix as rows of a table, prepared so that templates only print: now and next, or all terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from milestones.progress import WHOLE
from milestones.queries import Cell, Matrix, MatrixLine, MatrixStrand, Track
from milestones.views import marks
from trust import clock
from trust.models import Term
from trust.terms import TermRef

NOW_AND_NEXT, ALL_TERMS = "now", "all"
NOW, SHOWN = "Now", "Shown"


@dataclass(frozen=True)
class Year:
    """A head over the terms of one school year."""

    label: str
    short: str
    terms: tuple[TermRef, ...]


@dataclass(frozen=True)
class TableCell:
    """A cell with its text, references in it live, and the whole of it as it is printed, escaped."""

    cell: Cell
    text: SafeString
    html: SafeString


@dataclass(frozen=True)
class TableRow:
    """A track of a line; the first one carries the line's head and its past over all of them.

    `near` are the priorities it refers to or is referred to by; `printed` is the row's cells, escaped.
    """

    line: MatrixLine
    url: str
    track: int
    is_first: bool
    span: int
    near: str
    past: SafeString
    cells: tuple[TableCell, ...]

    @property
    def printed(self) -> SafeString:
        return SafeString("".join(shown.html for shown in self.cells))


@dataclass(frozen=True)
class TableStrand:
    strand: MatrixStrand
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Table:
    """The matrix, ready to print."""

    view: str
    past: tuple[Year, ...]
    now: TermRef | None
    later: tuple[Year, ...]
    terms: tuple[TermRef, ...]
    strands: tuple[TableStrand, ...]

    @property
    def columns(self) -> int:
        return 1 + len(self.terms)

    @property
    def later_terms(self) -> int:
        return sum(len(year.terms) for year in self.later)


class Tabling:
    """Prepares the table of one view; `may_rate` are the priorities that the reader rates in it.

    With `anchors` its cells are led to, by the milestone's key, and lead nowhere themselves.
    """

    def __init__(
        self,
        matrix: Matrix,
        view: str,
        names: marks.Names,
        *,
        may_rate: Collection[int] = (),
        anchors: bool = False,
    ) -> None:
        self.matrix, self.view, self.names = matrix, view, names
        self.may_rate, self.anchors = may_rate, anchors
        self.since = matrix.now if view == NOW_AND_NEXT else None

    def table(self) -> Table:
        matrix = self.matrix
        strands = (TableStrand(each, tuple(self._rows(each))) for each in matrix.strands)
        return Table(
            view=self.view,
            past=tuple(years(matrix.past)),
            now=matrix.now if matrix.covers_now else None,
            later=tuple(years(matrix.later)),
            terms=matrix.terms,
            strands=tuple(strands),
        )

    def _rows(self, strand: MatrixStrand) -> Iterator[TableRow]:
        for line in strand.lines:
            url = marks.address(line.priority)
            near = " ".join(str(each.priority) for each in (*line.refers_to, *line.referred_to_by))
            past = self._past(line, url)
            for track in line.tracks:
                cells = self.matrix.cells(line, track, since=self.since)
                shown = tuple(self._cell(cell, line, track, url) for cell in cells)
                first = track.is_first
                yield TableRow(line, url, track.number, first, len(line.tracks), near, past, shown)

    def _past(self, line: MatrixLine, url: str) -> SafeString:
        if self.view == ALL_TERMS:
            return SafeString("")
        start = f'<td class="past" rowspan="{len(line.tracks)}">'
        letters = (start + marks.letter_link(rag, url, term) + "</td>" for term, rag in line.past)
        return SafeString("".join(letters))

    def _cell(self, cell: Cell, line: MatrixLine, track: Track, url: str) -> TableCell:
        text = SafeString("")
        if cell.milestone and cell.kind == "milestone":
            text = marks.with_references(cell.milestone, self.names)
        printed = self._over_all if self.view == ALL_TERMS else self._now_or_later
        return TableCell(cell, text, SafeString(printed(cell, text, line, track, url)))

    def _over_all(self, cell: Cell, text: str, line: MatrixLine, track: Track, url: str) -> str:
        anchor = f' id="milestone-{cell.milestone.pk}"' if cell.milestone and self.anchors else ""
        start = marks.cell_start(cell, _look(cell, all_terms=True), anchor)
        if cell.kind == "paused":
            return f"{start}{marks.halt(cell.words)}</td>"
        opener = "" if self.anchors else self._opener(cell, line, url)
        due = f'{opener}<span class="due-text">{text}</span>' if text else ""
        return f"{start}{marks.band(cell.now_at, cell.terms)}{due}{self._foot(cell, line, track)}</td>"

    def _foot(self, cell: Cell, line: MatrixLine, track: Track) -> str:
        """The strip of how it stood or, of several terms of which none has come, their bar."""
        if not cell.has_strip:
            return '<span class="reach"></span>' if cell.milestone and cell.terms > 1 else ""
        own = ""
        if cell.rag is not None and line.priority in self.may_rate:
            own = marks.rate_piece(line, _rated_track(line, track), cell.rag)
        return marks.strip(cell.strip, own, cell.now_at)

    def _now_or_later(self, cell: Cell, text: str, line: MatrixLine, track: Track, url: str) -> str:
        start = marks.cell_start(cell, _look(cell, all_terms=False))
        if cell.kind == "paused":
            return f"{start}{marks.halt(cell.words)}</td>"
        chip = when = due = ""
        if cell.covers_now and cell.rag is not None:
            chip = self._chip(cell, line, track, url)
            like = marks.like(line.like.code) if line.like and line.inherits and track.is_first else ""
            when = f'<span class="when">{chip}{like}{marks.since(cell.since)}</span>'
        if text:
            reach = '<span class="reach"></span>' if cell.terms > 1 else ""
            due = f'{self._opener(cell, line, url)}<span class="due-text">{text}</span>{reach}'
        return f"{start}{when}{due}</td>"

    def _opener(self, cell: Cell, line: MatrixLine, url: str) -> str:
        place = f"{url}#milestone-{cell.milestone.pk}" if cell.milestone else url
        return marks.opener(place, line.code, cell.first)

    def _chip(self, cell: Cell, line: MatrixLine, track: Track, url: str) -> SafeString:
        assert cell.rag is not None
        if line.priority in self.may_rate:
            return marks.rate_chip(line, _rated_track(line, track), cell.rag)
        return marks.chip_link(cell.rag, f"{url}#term-{line.now.slug}", f"{line.code}: what was said")


def _rated_track(line: MatrixLine, track: Track) -> int:
    """The track whose own rating a row shows now, or the whole where it has none."""
    return track.number if track.rags.get(line.now) else WHOLE


def shown_word(term: Term) -> str:
    """What stands over the column of the term that is shown."""
    return NOW if term.starts <= clock.today() < term.ends else SHOWN


def years(terms: Iterable[TermRef]) -> Iterator[Year]:
    """The terms under their school years."""
    for label, found in groupby(terms, key=lambda term: term.academic_year):
        yield Year(label, label[2:], tuple(found))


def _look(cell: Cell, *, all_terms: bool) -> str:
    """The classes of the cell."""
    if cell.kind == "paused":
        return "hatched"
    if all_terms:
        return cell.kind
    if not cell.covers_now:
        return f"later {cell.kind}"
    return "now runs" if cell.terms > 1 else "now"
