"""An edition as it stood on a day: drawn from the copies kept of it, and from the ratings made by then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from milestones.models import Plan, PlanCopy, Priority
from milestones.progress import Standing, State
from milestones.queries.matrix import Matrix, matrix_from
from milestones.queries.rows import LineRow, MilestoneRow, PlanRows, Ref, read_ratings, read_terms
from milestones.queries.visible import Reader, priorities_seen, reader_for
from schools.access import Person
from trust import blobs
from trust.clock import LONDON
from trust.models import Term
from trust.terms import TermRef


def matrix_on(plan: Plan, day: date, *, user: Person, now: Term) -> Matrix | None:
    """The matrix of an edition as it stood at the end of a London day, in the term `now`.

    What the person sees of it is what they see today: their schools, and the ratings given to them. None
    where no copy was kept by that day.
    """
    lines = lines_on(plan, day, user=user)
    if lines is None:
        return None
    reader = reader_for(user)
    ratings = read_ratings(Q(pk__in=[line.priority for line in lines]), reader, end_of(day))
    return matrix_from(PlanRows(plan.title, lines, read_terms(plan, reader), ratings), now.ref, day)


def lines_on(plan: Plan, day: date, *, user: Person) -> tuple[LineRow, ...] | None:
    """The edition's lines at the end of a London day, or None where no copy was kept by then."""
    kept = PlanCopy.objects.filter(plan=plan, at__lt=end_of(day)).select_related("contents")
    copy = kept.order_by("at", "pk").last()
    if copy is None:
        return None
    reader = reader_for(user)
    lines = lines_in_copy(blobs.read(copy.contents).decode(), reader)
    seen = seen_of({line.priority for line in lines}, reader)
    return tuple(line for line in lines if line.priority in seen)


def lines_in_copy(text: str, reader: Reader) -> list[LineRow]:
    """The lines in the text of a copy, whoever may see them."""
    return [_line(plain, reader) for plain in json.loads(text)]


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


def _line(plain: dict[str, Any], reader: Reader) -> LineRow:
    number, strand = plain["strand"]
    owner, name = plain["owner"]
    standing, since, reason = plain["state"]
    return LineRow(
        priority=plain["priority"],
        code=plain["code"],
        title=plain["title"],
        status_as_printed=plain["status_as_printed"],
        strand=(number, strand),
        owner=(owner, name),
        state=State(Standing(standing), TermRef.parse(since) if since else None, reason),
        merged_into=plain["merged_into"],
        milestones=tuple(_milestone(each) for each in plain["milestones"]),
        is_own=reader.owns(owner),
    )


def _milestone(plain: dict[str, Any]) -> MilestoneRow:
    return MilestoneRow(
        pk=plain["pk"],
        track=plain["track"],
        first=TermRef.parse(plain["first"]),
        last=TermRef.parse(plain["last"]),
        text=plain["text"],
        note=plain["note"],
        refs=tuple(Ref(*ref) for ref in plain["refs"]),
    )
