"""What is asked of the plan: which edition holds, how it stands, and what was said of one priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.http import Http404

from kpis.rag import Rag
from milestones.models import Line, Plan, PlanState, Priority, Rating
from milestones.queries.matrix import Matrix, MatrixLine, matrix_from
from milestones.queries.rows import RATING, RatingRow, rating_row, read_rows
from milestones.queries.visible import PACK, Reader, issued_to, priorities_for, ratings_seen, reader_for
from schools import access
from schools.access import Permission, Person
from trust import clock
from trust.models import Term
from trust.queries import terms_from_to
from trust.terms import TermRef


def current_plan(today: date | None = None) -> Plan | None:
    """The edition in force: the adopted one that covers today and that no adopted one supersedes, else the
    latest such."""
    editions = list(
        Plan.objects.filter(state=PlanState.ADOPTED)
        .exclude(superseded_by__state=PlanState.ADOPTED)
        .select_related("first_term", "last_term")
        .order_by("first_term__year", "first_term__number", "pk")
    )
    day = today or clock.today()
    covering = [each for each in editions if each.first_term.starts <= day < each.last_term.ends]
    return next(reversed(covering or editions), None)


def matrix(plan: Plan, *, user: Person, now: Term) -> Matrix:
    """The plan as the person sees it in the term `now`, in five queries."""
    return matrix_from(read_rows(plan, reader_for(user)), now.ref, clock.today())


def matrix_for_pack(plan: Plan, *, now: Term) -> Matrix:
    """The plan as a Trust Update prints it in the term `now`, every latest rating in it."""
    return matrix_from(read_rows(plan, PACK), now.ref, clock.today())


def terms_of(plan: Plan) -> list[Term]:
    """The plan's terms, oldest first."""
    return list(terms_from_to(plan.first_term.ref, plan.last_term.ref))


def term_to_show(plan: Plan, user: Person, terms: Sequence[Term] = ()) -> Term:
    """The term of the plan that the person is shown first; `terms` are the plan's, where they are known.

    For those who rate it is the current one; for others the last they were given, or the current one before
    anything was given out. Before the plan begins it is its first term, after its end the last.
    """
    known, today, reader = list(terms) or terms_of(plan), clock.today(), reader_for(user)
    begun = [term for term in known if term.starts <= today] or known[:1]
    if reader.everything:
        return begun[-1]
    last = Term.objects.filter(issued_to(reader)).order_by("-year", "-number").first()
    return next((term for term in begun if term == last), begun[-1])


def require_plan(user: Person) -> None:
    """Refuse the plan to a person who may not see it."""
    access.require(user, Permission.SEE_PLAN)


def priority_or_404(user: Person, pk: int) -> Priority:
    """The priority, or 404 where the person may not see the plan or the priority, or there is none: the same
    answer."""
    access.require_sight(user, Permission.SEE_PLAN)
    seen = priorities_for(user).select_related("owner", "sponsor", "state_since", "merged_into")
    priority = seen.filter(pk=pk).first()
    if priority is None:
        raise Http404
    return priority


def line_or_404(found: Matrix, priority: Priority) -> MatrixLine:
    """The priority's line, or 404 where this edition does not print it."""
    line = found.line(priority.pk)
    if line is None:
        raise Http404
    return line


def edition_of(priority: Priority) -> Plan | None:
    """The plan in which the priority is read: the one in force, else the latest that prints it."""
    plan = current_plan()
    printed = Line.objects.filter(priority=priority)
    if plan and printed.filter(plan=plan).exists():
        return plan
    last = printed.order_by("-plan__first_term__year", "-plan__first_term__number", "-plan__pk")
    line = last.select_related("plan__first_term", "plan__last_term").first()
    return line.plan if line else None


@dataclass(frozen=True)
class Said:
    """How a priority stood in a term, and every visible version of what was said of it, the newest first."""

    term: TermRef
    rag: Rag
    ratings: tuple[RatingRow, ...]
    earlier: tuple[RatingRow, ...]


def said_of(line: MatrixLine, user: Person) -> list[Said]:
    """What was said of the priority, the newest term first, with the versions that were replaced."""
    versions = _versions(line.priority, reader_for(user))
    standing = {rating.pk for ratings in line.ratings.values() for rating in ratings}
    return [
        Said(
            term,
            rag,
            tuple(line.ratings.get(term, ())),
            tuple(each for each in versions if each.term == term and each.pk not in standing),
        )
        for term, rag in sorted(line.rags.items(), key=itemgetter(0), reverse=True)
    ]


def _versions(priority: int, reader: Reader) -> list[RatingRow]:
    seen = Rating.objects.filter(ratings_seen(reader), priority=priority).order_by("track", "-version")
    return [rating_row(row) for row in seen.values_list(*RATING)]


def latest_rating(priority: Priority, term: Term, track: int) -> Rating | None:
    """The highest version, for whoever rates."""
    versions = Rating.objects.filter(priority=priority, term=term, track=track)
    return versions.select_related("by", "term", "slipped_to").order_by("-version").first()
