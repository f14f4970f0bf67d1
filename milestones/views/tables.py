"""The matrix as rows of a table, prepared so that templates only print: now and next, or all terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString

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
    """A cell with its look, its text with live references, and where it leads."""

    cell: Cell
    look: str
    url: str
    text: SafeString
    chip: SafeString
    strip: SafeString
    band: SafeString


@dataclass(frozen=True)
class TableRow:
    """A track of a line; the first one carries the line's head and its past over all of them."""

    line: MatrixLine
    url: str
    track: int
    is_first: bool
    span: int
    past: tuple[SafeString, ...]
    cells: tuple[TableCell, ...]


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
    """Prepares the table of one view; `rate_url` leads to the rating form where the reader rates."""

    def __init__(self, matrix: Matrix, view: str, names: marks.Names, *, may_rate: bool) -> None:
        self.matrix, self.view, self.names, self.may_rate = matrix, view, names, may_rate
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
            url = reverse("milestones:priority", args=[line.priority])
            past = tuple(marks.letter_link(rag, url, term) for term, rag in line.past)
            for track in line.tracks:
                cells = self.matrix.cells(line, track, since=self.since)
                shown = tuple(self._cell(cell, line, track, url) for cell in cells)
                yield TableRow(line, url, track.number, track.is_first, len(line.tracks), past, shown)

    def _cell(self, cell: Cell, line: MatrixLine, track: Track, url: str) -> TableCell:
        all_terms = self.view == ALL_TERMS
        halted = cell.kind == "paused"
        rated = cell.covers_now and cell.rag is not None
        return TableCell(
            cell=cell,
            look=_look(cell, all_terms=all_terms),
            url=f"{url}#milestone-{cell.milestone.pk}" if cell.milestone else url,
            text=marks.with_references(cell.milestone, self.names) if cell.milestone else SafeString(""),
            chip=self._chip(cell, line, track, url) if rated and not all_terms else SafeString(""),
            strip=marks.strip(cell.strip) if all_terms and cell.has_strip and not halted else SafeString(""),
            band=marks.band(cell.now_band) if all_terms and not halted else SafeString(""),
        )

    def _chip(self, cell: Cell, line: MatrixLine, track: Track, url: str) -> SafeString:
        assert cell.rag is not None
        if not self.may_rate or line.is_paused:
            return marks.chip_link(
                cell.rag, f"{url}#term-{self.matrix.now.slug}", f"{line.code}: what was said"
            )
        rate = reverse("milestones:rate", args=[line.priority, self.matrix.now])
        own = f"?track={track.number}" if track.rags.get(self.matrix.now) else ""
        return marks.chip_link(cell.rag, rate + own, f"rate {line.code}")


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
