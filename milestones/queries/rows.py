"""The plan as plain rows: its lines with their milestones, references, visible ratings and term dates.

Five queries whatever the size of the plan; everything that is shown of it is built from these rows alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from kpis.rag import Mark
from milestones.models import Line, Link, Plan, Priority, Rating
from milestones.progress import Standing, State, TermDates
from milestones.queries.rests import Rests, read_rests
from milestones.queries.visible import PACK, Reader, issued_to, priorities_seen, ratings_seen
from trust.clock import LONDON
from trust.models import Term
from trust.queries import terms_from_to
from trust.terms import TermRef, terms_between


class Ref(NamedTuple):
    """A reference printed in a milestone; `priority` is None where the plan has no such code."""

    code: str
    kind: str
    priority: int | None


class MilestoneRow(NamedTuple):
    """A cell of the matrix, from its first term to its last, both included."""

    pk: int
    track: int
    first: TermRef
    last: TermRef
    text: str
    note: str
    refs: tuple[Ref, ...]
    target: Decimal | None = None
    unit: str = ""
    kpi: int | None = None
    recurs: bool = False

    @property
    def terms(self) -> int:
        """Over how many terms it reaches."""
        return len(terms_between(self.first, self.last))


class RatingRow(NamedTuple):
    """The highest version of a rating that the reader sees, `on` a London date."""

    pk: int
    priority: int
    term: TermRef
    track: int
    version: int
    mark: Mark
    happened: str
    next: str
    evidence: str
    reason: str
    slipped_to: TermRef | None
    by: str
    on: date
    slipped_from: TermRef | None = None
    slip_reason: str = ""
    reached: Decimal | None = None


class LineRow(NamedTuple):
    """A priority as this edition prints it, with its milestones by track and term."""

    priority: int
    code: str
    title: str
    status_as_printed: str
    strand: tuple[int, str]
    owner: tuple[int | None, str]
    state: State
    merged_into: int | None
    milestones: tuple[MilestoneRow, ...]
    sponsor: tuple[int | None, str] = (None, "")
    body: tuple[int | None, str] = (None, "")
    # Whether the reader answers for it, and so reads what is not given out yet.
    is_own: bool = False


class TermRow(NamedTuple):
    """A term of the plan, and whether the reader has been given its ratings."""

    dates: TermDates
    is_issued: bool

    @property
    def ref(self) -> TermRef:
        return self.dates.term


@dataclass(frozen=True)
class PlanRows:
    """Everything that is visible of a plan."""

    title: str
    lines: tuple[LineRow, ...]
    terms: tuple[TermRow, ...]
    ratings: dict[tuple[int, TermRef], list[RatingRow]] = field(default_factory=dict)


def read_rows(plan: Plan, reader: Reader) -> PlanRows:
    """The plan with its references and with the ratings of all its terms, in five queries."""
    lines = read_lines(plan, reader)
    return PlanRows(plan.title, lines, read_terms(plan, reader), read_ratings(Q(lines__plan=plan), reader))


def read_terms(plan: Plan, reader: Reader, before: datetime | None = None) -> tuple[TermRow, ...]:
    """The edition's terms, oldest first, with what was given out by now, or by a moment; one query."""
    terms = terms_from_to(plan.first_term.ref, plan.last_term.ref)
    known = terms.annotate(given=issued_to(reader, before))
    return tuple(TermRow(dates_of(term), reader.everything or term.given) for term in known)


def read_lines(plan: Plan, reader: Reader = PACK) -> tuple[LineRow, ...]:
    """The edition's lines with their references and without ratings, in three queries."""
    return tuple(_lines(plan, _references(plan), read_rests(Q(lines__plan=plan)), reader))


def dates_of(term: Term) -> TermDates:
    return TermDates(term.ref, term.ends, term.ratings_due)


LINE = (
    "pk", "priority", "code", "title", "status_as_printed", "strand__number", "strand__title",
    "priority__owner", "priority__owner__name", "priority__owner_post", "priority__state",
    "priority__state_since__year", "priority__state_since__number", "priority__state_reason",
    "priority__merged_into", "priority__sponsor", "priority__sponsor__name", "priority__sponsor_post",
    "priority__sheet__body", "priority__sheet__body__name",
)  # fmt: skip
MILESTONE = (
    "milestones__pk", "milestones__track", "milestones__from_term__year", "milestones__from_term__number",
    "milestones__to_term__year", "milestones__to_term__number", "milestones__text", "milestones__note",
    "milestones__target", "milestones__unit", "milestones__kpi", "milestones__recurs",
)  # fmt: skip


def _lines(plan: Plan, references: dict[int, list[Ref]], rests: Rests, reader: Reader) -> Iterable[LineRow]:
    """The lines in printed order; one query, a row for each milestone or for a line that has none."""
    order = ("strand__number", "position", "pk", *MILESTONE[1:4])
    found: dict[int, tuple[tuple[Any, ...], list[MilestoneRow]]] = {}
    seen = Line.objects.filter(priorities_seen(reader, "priority__"), plan=plan)
    rows = seen.order_by(*order).values_list(*LINE, *MILESTONE)
    for row in rows:
        _, milestones = found.setdefault(row[0], (row[: len(LINE)], []))
        cell = row[len(LINE) :]
        if cell[0] is not None:
            milestones.append(_milestone(cell, references))
    return [_line(row, milestones, rests, reader) for row, milestones in found.values()]


def _line(row: tuple[Any, ...], milestones: list[MilestoneRow], rests: Rests, reader: Reader) -> LineRow:
    _, priority, code, title, printed, number, strand, owner, name, post, state, *rest = row
    year, term, why, into, sponsor, sponsor_name, sponsor_post, body, body_name = rest
    since = TermRef(year, term) if year else None
    standing = State(Standing(state), since, why, rests.get(priority, ()))
    return LineRow(
        priority,
        code,
        title,
        printed,
        (number, strand),
        (owner, held_by(name, post)),
        standing,
        into,
        tuple(milestones),
        (sponsor, held_by(sponsor_name, sponsor_post)),
        (body, body_name or ""),
        reader.owns(owner, sponsor),
    )


def held_by(name: str | None, post: str) -> str:
    """'Ada Reed, Head of improvement': who answers for a priority, as far as it is said."""
    return ", ".join(filter(None, (name, post)))


def _milestone(cell: tuple[Any, ...], references: dict[int, list[Ref]]) -> MilestoneRow:
    pk, track, year, number, to_year, to_number, text, note, *counted = cell
    refs = tuple(references.get(pk, ()))
    first, last = TermRef(year, number), TermRef(to_year, to_number)
    return MilestoneRow(pk, track, first, last, text, note, refs, *counted)


def _references(plan: Plan) -> dict[int, list[Ref]]:
    found: dict[int, list[Ref]] = defaultdict(list)
    links = Link.objects.filter(milestone__line__plan=plan).order_by("pk")
    for milestone, code, kind, to in links.values_list("milestone", "code_as_printed", "kind", "to"):
        found[milestone].append(Ref(code, kind, to))
    return found


RATING = (
    "pk", "priority", "term__year", "term__number", "track", "version", "mark", "happened", "next",
    "evidence", "reason", "slipped_to__year", "slipped_to__number", "by__name", "at",
    "slipped_from__year", "slipped_from__number", "slip_reason", "reached",
)  # fmt: skip


def read_ratings(
    priorities: Q, reader: Reader, before: datetime | None = None
) -> dict[tuple[int, TermRef], list[RatingRow]]:
    """By priority and term the ratings that stand: of all, or of those made and given out `before` a moment.
    One query."""
    scope = ratings_seen(reader, before) & Q(
        priority__in=Priority.objects.filter(priorities, priorities_seen(reader))
    )
    seen = Rating.objects.filter(scope)
    # The highest visible version of a cell is read last, so it is the one that stays.
    latest: dict[tuple[int, TermRef, int], RatingRow] = {}
    for row in seen.order_by("version").values_list(*RATING):
        rating = rating_row(row)
        latest[rating.priority, rating.term, rating.track] = rating
    found: dict[tuple[int, TermRef], list[RatingRow]] = defaultdict(list)
    for (priority, term, _), rating in sorted(latest.items()):
        found[priority, term].append(rating)
    return dict(found)


def rating_row(row: Sequence[Any]) -> RatingRow:
    """A row of the columns `RATING`."""
    pk, priority, year, number, track, version, mark, happened, after, evidence, reason, *rest = row
    to_year, to_number, by, at, from_year, from_number, slip_reason, reached = rest
    return RatingRow(
        pk=pk,
        priority=priority,
        term=TermRef(year, number),
        track=track,
        version=version,
        mark=Mark(mark),
        happened=happened,
        next=after,
        evidence=evidence,
        reason=reason,
        slipped_to=TermRef(to_year, to_number) if to_year else None,
        by=by,
        on=_london(at),
        slipped_from=TermRef(from_year, from_number) if from_year else None,
        slip_reason=slip_reason,
        reached=reached,
    )


def _london(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
