"""The matrix as Word and Excel keep it: texts merged over the terms they reach, strands as headings.

Everything that makes the plan stands where a person sees it, so that the file is read again as the same plan,
also after somebody has changed it. Columns for status and track are there only where the look of the trust's
own matrix, brackets behind a title and rows under it, could be misread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from kpis.rag import Mark
from milestones.exports.front import Front
from milestones.exports.statuses import brackets_suffice, in_brackets, status_of
from milestones.imports.portal_laid import CODE, RATING, SPANS_SAID, STATUS, TITLE, TRACK
from milestones.queries import Matrix, MatrixLine, MatrixStrand, MilestoneRow, Track
from trust.tables.printed import PLAIN, QUIET, Look, PrintedCell, PrintedTable
from trust.terms import TermRef

PAGE: Final = 2770  # tenths of a millimetre between the margins of A4 on its side
WIDTHS: Final = {CODE: 95, TITLE: 340, STATUS: 220, TRACK: 110}
RATING_WIDTH: Final = 175
HEAD: Final = Look(fill="E8ECF1", is_bold=True)
STRAND: Final = Look(fill="F3F0E7", is_bold=True)
HELD: Final = Look(fill="FFFFFF", ink=QUIET, is_hatched=True)
LOOKS: Final = {
    Mark.RED: Look(fill="B3261E", ink="FFFFFF", is_bold=True, is_centred=True),
    Mark.AMBER: Look(fill="F5C25C", ink="2B1D00", is_bold=True, is_centred=True),
    Mark.GREEN: Look(fill="C2E2CF", ink="0F4A2B", is_bold=True, is_centred=True),
    Mark.COMPLETE: Look(fill="CCDEF5", ink="123F73", is_bold=True, is_centred=True),
    Mark.OVERDUE: Look(ink="8C1D18", is_bold=True, is_centred=True),
}
UNRATED: Final = Look(ink=QUIET, is_centred=True)
KEY: Final = "Rating: R red, A amber, G green, C complete, late overdue. Hatched lines are paused."


def matrix_docx(matrix: Matrix, front: Front | None = None) -> bytes:
    """The matrix as a Word document, on A4 pages on their side."""
    # Word's library takes a while to wake, and only who takes a document away needs it.
    from trust.tables.word import docx_bytes

    return docx_bytes(printed_matrix(matrix, front or Front()))


def matrix_xlsx(matrix: Matrix, front: Front | None = None) -> bytes:
    """The matrix as a workbook of one sheet."""
    from trust.tables.spread import spread_bytes

    return spread_bytes("Matrix", printed_matrix(matrix, front or Front()))


def printed_matrix(matrix: Matrix, front: Front) -> PrintedTable:
    """The table of both: a row for each track, labels merged over them, a heading row for each strand."""
    columns = _Columns.of(matrix)
    names = [*columns.named, *(term.label for term in matrix.terms), f"{RATING}, {matrix.now.label}"]
    return PrintedTable(
        title=matrix.title,
        above=[*front.lines, SPANS_SAID],
        widths=columns.widths(len(matrix.terms)),
        header=[_head(name, matrix.now, front.accent) for name in names],
        rows=[row for strand in matrix.strands for row in _strand(matrix, strand, columns, len(names))],
        below=[KEY],
        size=16 if len(matrix.terms) <= 10 else 14 if len(matrix.terms) <= 13 else 13,
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns stand before the terms."""

    has_status: bool
    has_track: bool

    @classmethod
    def of(cls, matrix: Matrix) -> _Columns:
        in_order = all(
            [each.number for each in line.tracks] == list(range(1, len(line.tracks) + 1))
            for line in matrix.lines
        )
        return cls(has_status=not brackets_suffice(matrix), has_track=not in_order)

    @property
    def named(self) -> list[str]:
        return [CODE, TITLE, *[STATUS] * self.has_status, *[TRACK] * self.has_track]

    def widths(self, terms: int) -> list[int]:
        before = [WIDTHS[name] for name in self.named]
        each = max(60, (PAGE - sum(before) - RATING_WIDTH) // terms)
        return [*before, *[each] * terms, RATING_WIDTH]


def _head(name: str, now: TermRef, accent: str) -> PrintedCell:
    is_now = name == now.label
    look = Look(fill=accent.lstrip("#").upper(), ink="FFFFFF", is_bold=True) if is_now else HEAD
    return PrintedCell(name, look=look)


def _strand(
    matrix: Matrix, strand: MatrixStrand, columns: _Columns, width: int
) -> Iterator[Sequence[PrintedCell]]:
    yield [PrintedCell(f"{strand.number}. {strand.title}", across=width, look=STRAND)]
    for line in strand.lines:
        for track in line.tracks:
            yield [
                *(_label(matrix, line, columns) if track.is_first else ()),
                *([PrintedCell(str(track.number))] if columns.has_track else ()),
                *_texts(matrix.terms, line, track),
                *([_rating(line)] if track.is_first else ()),
            ]


def _label(matrix: Matrix, line: MatrixLine, columns: _Columns) -> Iterator[PrintedCell]:
    """The code, the title and, where it has a column, the status, each over all tracks."""
    look, down = HELD if line.is_paused else PLAIN, len(line.tracks)
    named = Look(look.fill, look.ink, is_hatched=look.is_hatched, is_bold=True)
    yield PrintedCell(line.code, down=down, look=named)
    yield PrintedCell(line.title if columns.has_status else in_brackets(matrix, line), down=down, look=look)
    if columns.has_status:
        yield PrintedCell(status_of(matrix, line), down=down, look=look)


def _texts(terms: Sequence[TermRef], line: MatrixLine, track: Track) -> Iterator[PrintedCell]:
    """Each text over its terms, each other term by itself; the whole of a paused line is hatched."""
    look = HELD if line.is_paused else PLAIN
    starts = {each.first: each for each in track.milestones}
    column = 0
    while column < len(terms):
        milestone, across = starts.get(terms[column]), 1
        if milestone:
            across = _reach(milestone, terms[column:], starts)
        yield PrintedCell(milestone.text if milestone else "", across=across, look=look)
        column += across


def _reach(milestone: MilestoneRow, terms: Sequence[TermRef], starts: Collection[TermRef]) -> int:
    """Over how many of the terms, of which its own is the first, it reaches; the next text ends it."""
    following = takewhile(lambda term: term <= milestone.last and term not in starts, terms[1:])
    return 1 + sum(1 for _ in following)


def _rating(line: MatrixLine) -> PrintedCell:
    """The letter of the rating on its colour; what is no rating in words."""
    mark = line.rag.mark
    return PrintedCell(mark.letter, down=len(line.tracks), look=LOOKS.get(mark, UNRATED))
