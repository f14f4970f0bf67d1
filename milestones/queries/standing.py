"""An edition as it stood on a day: drawn from the copies kept of it, and from the ratings made by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from milestones.models import Plan, PlanCopy, Priority
from milestones.queries.copied import read_text
from milestones.queries.matrix import Matrix, matrix_from
from milestones.queries.rests import read_rests
from milestones.queries.rows import LineRow, PlanRows, read_lines, read_ratings, read_terms
from milestones.queries.visible import Reader, priorities_seen, reader_for
from milestones.queries.words import Words, read_words
from schools.access import Person
from trust import blobs, clock
from trust.clock import LONDON, london_day
from trust.models import Term


@dataclass(frozen=True)
class Stood:
    """An edition as it stood on a day, as far as the reader sees it.

    `words` is None in a copy from before words were kept. `since` is the London day of the earliest copy
    where that one is shown for a day before it, as the edition held already; `is_live` where no copy is kept
    at all, and today's edition is shown.
    """

    lines: tuple[LineRow, ...]
    words: Words | None
    since: date | None = None
    is_live: bool = False


def stood_on(plan: Plan, day: date, *, user: Person) -> Stood | None:
    """How the edition stood at the end of a London day, or None where nobody knows.

    From its adoption up to the first copy it is taken to have stood as that copy has it; without any copy as
    it is now.
    """
    reader = reader_for(user)
    copies = PlanCopy.objects.filter(plan=plan).select_related("contents").order_by("at", "pk")
    copy = copies.filter(at__lt=end_of(day)).last()
    if copy:
        return _copied(copy, reader, end_of(day))
    first = copies.first()
    if first:
        held = _held(plan, day)
        return _copied(first, reader, end_of(day), since=london_day(first.at)) if held else None
    if _held(plan, day) or day == clock.today():
        return Stood(read_lines(plan, reader), read_words(plan), is_live=True)
    return None


def matrix_on(plan: Plan, day: date, *, user: Person, now: Term, stood: Stood | None = None) -> Matrix | None:
    """The matrix of an edition as it stood at the end of a London day, in the term `now`.

    The person sees their schools as today, and the ratings that were made, and given to them, by then. None
    where nobody knows how it stood; `stood` is that, where it is known already.
    """
    stood = stood or stood_on(plan, day, user=user)
    if stood is None:
        return None
    reader, moment = reader_for(user), end_of(day)
    ratings = read_ratings(Q(pk__in=[line.priority for line in stood.lines]), reader, moment)
    rows = PlanRows(plan.title, stood.lines, read_terms(plan, reader, moment), ratings)
    return matrix_from(rows, now.ref, day)


def term_on(terms: Sequence[Term], day: date) -> Term:
    """The term of the plan that had begun last by that day; its first one before it began."""
    begun = [term for term in terms if term.starts <= day]
    return (begun or terms[:1])[-1]


def end_of(day: date) -> datetime:
    """The moment at which a London day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=LONDON)


def seen_of(priorities: set[int], reader: Reader) -> set[int]:
    """Which of the priorities are the reader's to see; a copy says nothing of the schools they concern."""
    if reader.schools is None:
        return priorities
    found = Priority.objects.filter(priorities_seen(reader), pk__in=priorities)
    return set(found.values_list("pk", flat=True))


def _copied(copy: PlanCopy, reader: Reader, before: datetime, *, since: date | None = None) -> Stood:
    """What a copy holds, with the rests over by then: no change is rewritten, so no copy has them."""
    held = read_text(blobs.read(copy.contents).decode(), reader)
    seen = seen_of({line.priority for line in held.lines}, reader)
    rests = read_rests(Q(pk__in=seen), before)
    lines = (
        line._replace(state=replace(line.state, rests=rests.get(line.priority, ())))
        for line in held.lines
        if line.priority in seen
    )
    return Stood(tuple(lines), held.words, since)


def _held(plan: Plan, day: date) -> bool:
    """Whether the board had approved or adopted the edition by that day, as far as that is printed."""
    printed = [each for each in (plan.approved_on, plan.adopted_on) if each]
    return bool(printed) and min(printed) <= day.isoformat()
