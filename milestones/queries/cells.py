"""One row of the matrix as the cells of a table: milestones, blanks and the hatched terms of a pause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from kpis.rag import Rag
from milestones.progress import Rest, State
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
    before the columns that are shown, or before a pause after which it goes on. `strip` has an entry for each
    column: how the line stood, or None.
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
    # Which of its columns is the term that is shown, from 0 on; None where it is not among them.
    now_at: int | None = None

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
    pause: Rest | None = None


def _stretches(track: Track, columns: Sequence[TermRef], now: TermRef, state: State) -> Iterator[_Stretch]:
    """The pauses and, in the gaps that they leave, milestones and blanks."""
    shown = columns.index(now) if now in columns else None
    start = 0
    for pause, found in groupby(columns, key=state.pause_in):
        end = start + len(list(found))
        if pause:
            yield _Stretch("paused", start, end, pause=pause)
        else:
            yield from _going(track, columns, shown, start, end)
        start = end


def _going(
    track: Track, columns: Sequence[TermRef], shown: int | None, start: int, end: int
) -> Iterator[_Stretch]:
    """What stands in the columns from `start` up to `end`, in all of which work goes on."""
    taken = start
    for milestone, first, reach in _reaches(track.milestones, columns):
        left, right = max(first, start), min(reach, end)
        if left < right:
            yield from _blanks(taken, left, shown)
            yield _Stretch("milestone", left, right, milestone)
            taken = right
    yield from _blanks(taken, end, shown)


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
    began = milestone.first if milestone and milestone.first < covered[0] else None
    return Cell(
        kind=stretch.kind,
        first=covered[0],
        terms=size,
        covers_now=at is not None,
        strip=tuple(shown.get(term) for term in covered),
        milestone=milestone,
        since=began,
        rag=shown.get(now) if at is not None else None,
        words=_words(stretch.pause, track) if stretch.pause and track.is_first else "",
        now_at=at,
    )


def _words(pause: Rest, track: Track) -> str:
    """Why it stands still: of a pause that is over the reason alone, since its columns say when."""
    return pause.reason if pause.until else track.standstill
