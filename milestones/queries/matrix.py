"""The plan as a matrix: lines by terms, each milestone as far as it reaches, each term with how it stood.

Built from plain rows alone, so that the screen and the frozen pack come from the same code.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from kpis.rag import Mark, Rag
from kpis.rag.marks import SEVERITIES
from milestones.models import LinkKind
from milestones.progress import WHOLE, Rest, Standing
from milestones.queries.cells import Cell, Track, cells_of
from milestones.queries.rows import LineRow, MilestoneRow, PlanRows, RatingRow
from milestones.queries.stands import RATED as JUDGED
from milestones.queries.stands import like_of, stands
from trust.terms import TermRef


@dataclass(frozen=True)
class Reference:
    """A live reference to another line of the plan: its code there, its title, and where it stands."""

    code: str
    title: str
    priority: int


@dataclass(frozen=True)
class Like:
    """The other line that a line says it is as, in the term that is shown, and whether with a difference."""

    code: str
    priority: int
    differs: bool

    @property
    def words(self) -> str:
        return f"As {self.code}{', with a difference' if self.differs else ''}"


@dataclass(frozen=True)
class MatrixLine:
    """A priority in the matrix: how it stood in each term up to the one that is shown, and its tracks."""

    row: LineRow
    now: TermRef
    rags: Mapping[TermRef, Rag]
    ratings: Mapping[TermRef, Sequence[RatingRow]]
    tracks: tuple[Track, ...]
    refers_to: tuple[Reference, ...] = ()
    referred_to_by: tuple[Reference, ...] = ()
    like: Like | None = None

    @property
    def priority(self) -> int:
        return self.row.priority

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def title(self) -> str:
        return self.row.title

    @property
    def owner(self) -> str:
        return self.row.owner[1]

    @property
    def rag(self) -> Rag:
        """How the priority stands in the term that is shown."""
        return self.rags.get(self.now) or Rag.of(Mark.NOT_DUE, "the plan does not reach this term")

    @property
    def rating(self) -> RatingRow | None:
        """What was said of it in the term that is shown: of the whole, else of its first track."""
        return next(iter(self.ratings.get(self.now, ())), None)

    @property
    def inherits(self) -> bool:
        """Whether it stands in the term that is shown as the line was rated that it is like."""
        return self.like is not None and self.rating is None and self.rag.mark in JUDGED

    @property
    def past(self) -> list[tuple[TermRef, Rag]]:
        """The terms before the one that is shown, oldest first."""
        return [(term, rag) for term, rag in self.rags.items() if term < self.now]

    @property
    def is_paused(self) -> bool:
        """Whether it is paused in the term that is shown."""
        return self.row.state.pause_in(self.now) is not None

    @property
    def standstill(self) -> str:
        """Why nothing goes on in the term that is shown, or from a later one; empty where work does."""
        rest = self.row.state.rest_in(self.now)
        return _while_over(rest) if rest and rest.until else standstill_of(self.row)

    @cached_property
    def first_due(self) -> TermRef | None:
        """The first later term in which something is due, or None."""
        later = [each.first for each in self.row.milestones if each.first > self.now]
        return min(later, default=None)

    def milestones_in(self, term: TermRef) -> list[MilestoneRow]:
        return [each for each in self.row.milestones if each.first <= term <= each.last]

    @property
    def due_now(self) -> list[MilestoneRow]:
        return self.milestones_in(self.now)


@dataclass(frozen=True)
class MatrixStrand:
    """The lines under one heading."""

    number: int
    title: str
    lines: tuple[MatrixLine, ...]

    @property
    def counts(self) -> list[tuple[Mark, int]]:
        """How many lines stand how, the worst first."""
        return counted(self.lines)


@dataclass(frozen=True)
class Change:
    """A line that stands otherwise than in the term before."""

    line: MatrixLine
    before: Rag
    now: Rag

    @property
    def is_worse(self) -> bool:
        return self.now.severity > self.before.severity


@dataclass(frozen=True)
class Matrix:
    """An edition of the plan as a reader sees it in the term `now`."""

    title: str
    terms: tuple[TermRef, ...]
    now: TermRef
    strands: tuple[MatrixStrand, ...]

    @property
    def lines(self) -> list[MatrixLine]:
        return [line for strand in self.strands for line in strand.lines]

    @property
    def past(self) -> list[TermRef]:
        return [term for term in self.terms if term < self.now]

    @property
    def later(self) -> list[TermRef]:
        return [term for term in self.terms if term > self.now]

    @property
    def covers_now(self) -> bool:
        return self.now in self.terms

    @property
    def counts(self) -> list[tuple[Mark, int]]:
        """How many lines stand how, the worst first."""
        return counted(self.lines)

    @property
    def rating_ids(self) -> list[int]:
        """The versions of ratings that stand in the matrix up to the term that is shown."""
        shown = (rating for line in self.lines for term, each in line.ratings.items() if term <= self.now
                 for rating in each)  # fmt: skip
        return sorted(rating.pk for rating in shown)

    def line(self, priority: int) -> MatrixLine | None:
        return next((line for line in self.lines if line.priority == priority), None)

    def only(self, priorities: Iterable[int]) -> Matrix:
        """The same matrix with these priorities alone; strands without any are left out."""
        kept = set(priorities)
        strands = [
            MatrixStrand(each.number, each.title, lines)
            for each in self.strands
            if (lines := tuple(line for line in each.lines if line.priority in kept))
        ]
        return Matrix(self.title, self.terms, self.now, tuple(strands))

    def changes_since(self, previous: TermRef) -> list[Change]:
        """What was rated both then and now, and stands otherwise: worse first, then better."""
        pairs = [(line, line.rags.get(previous), line.rags.get(self.now)) for line in self.lines]
        found = [Change(line, then, now) for line, then, now in pairs if then and now and _moved(then, now)]
        return sorted(found, key=lambda each: (not each.is_worse, -each.now.severity))

    def cells(self, line: MatrixLine, track: Track, *, since: TermRef | None = None) -> list[Cell]:
        """A track's cells from the term `since` (or from the plan's first) to the plan's last."""
        columns = [term for term in self.terms if since is None or term >= since]
        return cells_of(track, columns, self.now, line.row.state, line.rags)


MOVING = (*JUDGED, Mark.OVERDUE)


def _moved(then: Rag, now: Rag) -> bool:
    return then.mark is not now.mark and then.mark in MOVING and now.mark in MOVING


def counted(lines: Iterable[MatrixLine]) -> list[tuple[Mark, int]]:
    tally = Counter(line.rag.mark for line in lines)
    return sorted(tally.items(), key=lambda pair: -SEVERITIES[pair[0]])


def matrix_from(rows: PlanRows, now: TermRef, today: date) -> Matrix:
    """The matrix of these rows in the term `now`; `today` is a London date. Pure."""
    terms = [term for term in rows.terms if term.ref <= now]
    references, found = _references(rows.lines), stands(rows, terms, today)
    strands: dict[tuple[int, str], list[MatrixLine]] = defaultdict(list)
    known = {row.priority: row for row in rows.lines}
    for row in rows.lines:
        ratings = {term.ref: rows.ratings.get((row.priority, term.ref), []) for term in terms}
        line = _line(row, now, found[row.priority], ratings, references)
        strands[row.strand].append(replace(line, like=_like(row, now, known)))
    shown = (MatrixStrand(number, title, tuple(lines)) for (number, title), lines in strands.items())
    return Matrix(rows.title, tuple(term.ref for term in rows.terms), now, tuple(shown))


def standstill_of(row: LineRow) -> str:
    """What the plan itself printed, or 'Since Autumn 2026/27. The reason'; empty where work goes on."""
    state = row.state
    if state.standing is Standing.ACTIVE:
        return ""
    since = f"Since {state.since.name}." if state.since else ""
    return row.status_as_printed or " ".join(filter(None, (since, state.reason)))


def _like(row: LineRow, now: TermRef, known: Mapping[int, LineRow]) -> Like | None:
    """By the code that it has in this edition, whatever the text calls it."""
    ref = None if row.state.rest_in(now) else like_of(row, now, known)
    if ref is None or ref.priority is None:
        return None
    return Like(known[ref.priority].code, ref.priority, ref.kind == LinkKind.AS_BUT)


def _while_over(rest: Rest) -> str:
    """'Paused from Autumn 2026/27 until Spring 2026/27. The reason'."""
    since = f" from {rest.first.name}" if rest.first else ""
    until = f" until {rest.until.name}" if rest.until else ""
    return f"{rest.standing.capitalize()}{since}{until}. {rest.reason}".strip()


def _line(
    row: LineRow,
    now: TermRef,
    rags: Mapping[TermRef, Rag],
    ratings: dict[TermRef, list[RatingRow]],
    references: dict[int, tuple[list[Reference], list[Reference]]],
) -> MatrixLine:
    to, by = references.get(row.priority, ([], []))
    return MatrixLine(row, now, rags, ratings, tuple(_tracks(row, ratings)), tuple(to), tuple(by))


def _tracks(row: LineRow, ratings: dict[TermRef, list[RatingRow]]) -> Iterable[Track]:
    numbers = sorted({each.track for each in row.milestones}) or [1]
    for number in numbers:
        own = {
            term: Rag.of(each.mark, each.happened or "rated")
            for term, rated in ratings.items()
            for each in rated
            if each.track == number != WHOLE
        }
        milestones = tuple(each for each in row.milestones if each.track == number)
        yield Track(number, number == numbers[0], milestones, own, standstill_of(row))


def _references(lines: Iterable[LineRow]) -> dict[int, tuple[list[Reference], list[Reference]]]:
    """What each priority refers to, and what refers to it, each once and in printed order."""
    known = {row.priority: Reference(row.code, row.title, row.priority) for row in lines}
    found: dict[int, tuple[list[Reference], list[Reference]]] = {key: ([], []) for key in known}
    for row in lines:
        named = {ref.priority for each in row.milestones for ref in each.refs if ref.priority in known}
        targets = [target for target in known if target in named and target != row.priority]
        for target in targets:
            found[row.priority][0].append(known[target])
            found[target][1].append(known[row.priority])
    return found
