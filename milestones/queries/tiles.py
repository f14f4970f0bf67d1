"""How every line of the plan in force stands in a few terms, read in one statement for the dashboard.

Of references it reads those alone by which a line stands as another one does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateTimeField, IntegerField, QuerySet, Value, When

from kpis.rag import Mark
from milestones.models import Line, Link, Plan, PlanState, PriorityChange, Rating
from milestones.progress import Standing, State
from milestones.queries.matrix import Matrix, matrix_from
from milestones.queries.rests import TURNS, Rests, Turn, rests_of
from milestones.queries.rows import LineRow, MilestoneRow, PlanRows, RatingRow, Ref, TermRow, dates_of
from milestones.queries.stands import INHERITING
from milestones.queries.visible import Reader, own, priorities_seen, ratings_seen, reader_for
from schools.access import Person
from trust.clock import LONDON
from trust.models import Term
from trust.terms import TermRef

INTEGER, TEXT = IntegerField(), CharField()
# By the priority, the track and the first term of the milestone in which they are printed.
References = dict[tuple[int, int, TermRef], list[Ref]]
LINE, RATING, LINK, CHANGE = 0, 1, 2, 3


def tiles(
    user: Person, *, now: Term, earlier: Sequence[Term] = (), given: Collection[TermRef], today: date
) -> Matrix:
    """The lines of the plan in force, without texts, as the person sees them in `now` and `earlier`.

    `given` are the terms whose ratings the person was given; it says nothing for those who read drafts. An
    empty matrix where there is no plan.
    """
    reader, terms = reader_for(user), [*earlier, now]
    others = (_ratings(reader, terms, today), _links(today), _changes(today))
    found = list(_lines(reader, today).union(*others, all=True))
    shown = [TermRow(dates_of(term), reader.everything or term.ref in given) for term in terms]
    references = _references(row for row in found if row[0] == LINK)
    rests = _rests(row for row in found if row[0] == CHANGE)
    lines = tuple(_line_rows((row for row in found if row[0] == LINE), references, rests))
    ratings = _latest(_rating_row(row) for row in found if row[0] == RATING)
    return matrix_from(PlanRows("", lines, tuple(shown), ratings), now.ref, today)


def _plan_in_force(today: date) -> QuerySet[Plan]:
    """The choice that `milestones.queries.current_plan` makes, as a subquery."""
    covering = When(first_term__starts__lte=today, last_term__ends__gt=today, then=1)
    adopted = Plan.objects.filter(state=PlanState.ADOPTED)
    editions = adopted.exclude(superseded_by__state=PlanState.ADOPTED)
    ordered = editions.annotate(covers=Case(covering, default=0, output_field=INTEGER)).order_by(
        "-covers", "-first_term__year", "-first_term__number", "-pk"
    )
    return ordered.values("pk")[:1]  # type: ignore[return-value]


def _lines(reader: Reader, today: date) -> QuerySet[Line, tuple[Any, ...]]:
    """A row for each milestone of a line, or for a line that has none."""
    return (
        Line.objects.filter(priorities_seen(reader, "priority__"), plan__in=_plan_in_force(today))
        .order_by()
        .values_list(
            Value(LINE, output_field=INTEGER), "priority", "position", "code", "title", "strand__number",
            "strand__title", "priority__state", "priority__state_since__year",
            "priority__state_since__number", "milestones__track", "milestones__from_term__year",
            "milestones__from_term__number",
            "milestones__to_term__year", "milestones__to_term__number", "priority__state_reason",
            Value(None, output_field=DateTimeField()),
            Case(When(own(reader, "priority__"), then=1), default=0, output_field=INTEGER),
        )
    )  # fmt: skip


def _ratings(reader: Reader, terms: Sequence[Term], today: date) -> QuerySet[Rating, tuple[Any, ...]]:
    """A row for each rating, in the columns of the lines."""
    none = Value(None, output_field=INTEGER)
    return (
        Rating.objects.filter(
            ratings_seen(reader),
            priorities_seen(reader, "priority__"),
            priority__lines__plan__in=_plan_in_force(today), term__in=terms
        )
        .order_by()
        .values_list(
            Value(RATING, output_field=INTEGER), "priority", "pk", "mark", "happened", "version", "next",
            Value("", output_field=TEXT), none, none, "track", "term__year", "term__number", none, none,
            Value("", output_field=TEXT), "at", none,
        )
    )  # fmt: skip


def _links(today: date) -> QuerySet[Link, tuple[Any, ...]]:
    """A row for each reference by which a line stands as another, in the columns of the lines."""
    none, empty = Value(None, output_field=INTEGER), Value("", output_field=TEXT)
    inheriting = Link.objects.filter(
        milestone__line__plan__in=_plan_in_force(today), kind__in=INHERITING, to__isnull=False
    )
    return inheriting.order_by().values_list(
        Value(LINK, output_field=INTEGER), "milestone__line__priority", "to", "kind", "code_as_printed",
        none, empty, empty, none, none, "milestone__track", "milestone__from_term__year",
        "milestone__from_term__number", none, none, empty, Value(None, output_field=DateTimeField()), none,
    )  # fmt: skip


def _changes(today: date) -> QuerySet[PriorityChange, tuple[Any, ...]]:
    """A row for each change after which a line stands still or goes on, in the columns of the lines."""
    none, empty = Value(None, output_field=INTEGER), Value("", output_field=TEXT)
    turning = PriorityChange.objects.filter(priority__lines__plan__in=_plan_in_force(today), kind__in=TURNS)
    return turning.order_by().values_list(
        Value(CHANGE, output_field=INTEGER), "priority", "pk", "kind", empty, none, empty, empty, none, none,
        none, "term__year", "term__number", none, none, "reason", "at", none,
    )  # fmt: skip


def _rests(rows: Iterable[tuple[Any, ...]]) -> Rests:
    found: dict[int, list[Turn]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row[16], row[2])):
        found[row[1]].append(Turn(row[3], TermRef(row[11], row[12]), row[15]))
    return {priority: rests_of(turns) for priority, turns in found.items()}


def _references(rows: Iterable[tuple[Any, ...]]) -> References:
    found: References = defaultdict(list)
    for _, priority, to, kind, code, *_, track, year, number, _, _, _, _, _ in rows:
        found[priority, track, TermRef(year, number)].append(Ref(code, kind, to))
    return found


def _line_rows(rows: Iterable[tuple[Any, ...]], references: References, rests: Rests) -> Iterable[LineRow]:
    by_line: dict[tuple[int, int, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        by_line[row[5], row[2], row[3]].append(row)
    for key in sorted(by_line):
        _, priority, _, code, title, number, strand, state, year, term, *_, why, _, is_own = by_line[key][0]
        since = TermRef(year, term) if year else None
        milestones = sorted(_milestone(row, references) for row in by_line[key] if row[10] is not None)
        standing = State(Standing(state), since, why, rests.get(priority, ()))
        yield LineRow(
            priority, code, title, "", (number, strand), (None, ""), standing, None, tuple(milestones),
            is_own=bool(is_own),
        )  # fmt: skip


def _milestone(row: tuple[Any, ...], references: References) -> MilestoneRow:
    track, year, number, to_year, to_number = row[10:15]
    first = TermRef(year, number)
    refs = tuple(references.get((row[1], track, first), ()))
    return MilestoneRow(0, track, first, TermRef(to_year, to_number), "", "", refs)


def _rating_row(row: tuple[Any, ...]) -> RatingRow:
    _, priority, pk, mark, happened, version, after, *_, track, year, number, _, _, _, at, _ = row
    on = at.astimezone(LONDON).date()
    return RatingRow(
        pk=pk,
        priority=priority,
        term=TermRef(year, number),
        track=track,
        version=version,
        mark=Mark(mark),
        happened=happened,
        next=after,
        evidence="",
        reason="",
        slipped_to=None,
        by="",
        on=on,
    )


def _latest(ratings: Iterable[RatingRow]) -> dict[tuple[int, TermRef], list[RatingRow]]:
    """The highest version of each cell that the reader sees."""
    latest: dict[tuple[int, TermRef, int], RatingRow] = {}
    for rating in sorted(ratings, key=lambda each: each.version):
        latest[rating.priority, rating.term, rating.track] = rating
    found: dict[tuple[int, TermRef], list[RatingRow]] = defaultdict(list)
    for (priority, term, _), rating in sorted(latest.items()):
        found[priority, term].append(rating)
    return dict(found)
