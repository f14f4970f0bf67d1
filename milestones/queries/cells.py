"""One row of the matrix as the cells of a table: milestones, blanks and the hatched rest of a paused line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kpis.rag import Rag
from milestones.progress import Standing, State
from milestones.queries.rows import MilestoneRow
from trust.terms import TermRef

Kind = Literal["milestone", "blank", "paused"]


@dataclass(frozen=True)
class Track:
    """One of the parallel rows under a code, with the ratings that were given to it alone."""

    number: int
    is_first: bool
    milestones: tuple[MilestoneRow, ...]
    rags: Mapping[TermRef, Rag]
    standstill: str = ""


@dataclass(frozen=True)
class Cell:
    """A stretch of terms in one row.

    `terms` is how many columns it covers from `first` on; `since` is when the milestone began, where that was
    before the columns that are shown. `strip` has an entry for each column: how the line stood, or None.
    """

    kind: Kind
    first: TermRef
    terms: int
    covers_now: bool
    strip: tuple[Rag | None, ...]
    milestone: MilestoneRow | None = None
    since: TermRef | None = None
    rag: Rag | None = None
    words: str = ""
    # Where in the cell the term that is shown lies, in hundredths of its width: from, and how wide.
    now_band: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        return self.milestone.text if self.milestone else ""

    @property
    def last(self) -> TermRef:
        return self.first.shift(self.terms - 1)

    @property
    def has_strip(self) -> bool:
        return any(self.strip)


def cells_of(
    track: Track, columns: Sequence[TermRef], now: TermRef, state: State, rags: Mapping[TermRef, Rag]
) -> list[Cell]:
    """A track's cells over these columns, which follow one another without a gap."""
    shown = _standing_of(track, rags)
    return [_cell(stretch, track, columns, now, shown) for stretch in _stretches(track, columns, now, state)]


@dataclass(frozen=True)
class _Stretch:
    """Columns from `start` up to, and not including, `end`."""

    kind: Kind
    start: int
    end: int
    milestone: MilestoneRow | None = None


def _stretches(track: Track, columns: Sequence[TermRef], now: TermRef, state: State) -> Iterator[_Stretch]:
    shown = columns.index(now) if now in columns else None
    halt = _halt(columns, state)
    taken = 0
    for milestone, start, reach in _reaches(track.milestones, columns):
        end = min(reach, halt)
        if start < end:
            yield from _blanks(taken, start, shown)
            yield _Stretch("milestone", start, end, milestone)
            taken = end
    yield from _blanks(taken, halt, shown)
    if halt < len(columns):
        yield _Stretch("paused", halt, len(columns))


def _halt(columns: Sequence[TermRef], state: State) -> int:
    """The first column in which a paused line stands still; the number of columns where none does."""
    if state.standing is not Standing.PAUSED:
        return len(columns)
    return next((index for index, term in enumerate(columns) if state.holds_in(term)), len(columns))


def _reaches(
    milestones: Sequence[MilestoneRow], columns: Sequence[TermRef]
) -> Iterator[tuple[MilestoneRow, int, int]]:
    """Each milestone with its first column and the one after its last; the next milestone cuts it off."""
    starts = [sum(term < each.first for term in columns) for each in milestones]
    for index, milestone in enumerate(milestones):
        reach = sum(term <= milestone.last for term in columns)
        following = starts[index + 1] if index + 1 < len(starts) else reach
        yield milestone, starts[index], min(reach, following)


def _blanks(start: int, end: int, now: int | None) -> Iterator[_Stretch]:
    """Columns without text, the term that is shown by itself."""
    if start >= end:
        return
    inner = () if now is None else (edge for edge in (now, now + 1) if start < edge < end)
    edges = [start, *inner, end]
    for left, right in pairwise(edges):
        yield _Stretch("blank", left, right)


def _standing_of(track: Track, rags: Mapping[TermRef, Rag]) -> Mapping[TermRef, Rag]:
    """What a row shows: its track's own ratings, and in the first row the line's where it has none."""
    return {**rags, **track.rags} if track.is_first else track.rags


def _cell(
    stretch: _Stretch, track: Track, columns: Sequence[TermRef], now: TermRef, shown: Mapping[TermRef, Rag]
) -> Cell:
    covered = columns[stretch.start : stretch.end]
    milestone, size = stretch.milestone, len(covered)
    at = covered.index(now) if now in covered else None
    began = milestone.first if milestone and milestone.first < columns[0] else None
    return Cell(
        kind=stretch.kind,
        first=covered[0],
        terms=size,
        covers_now=at is not None,
        strip=tuple(shown.get(term) for term in covered),
        milestone=milestone,
        since=began,
        rag=shown.get(now) if at is not None else None,
        words=track.standstill if stretch.kind == "paused" and track.is_first else "",
        now_band=None if at is None else (100 * at // size, -(-100 // size)),
    )
