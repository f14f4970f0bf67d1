"""What still waits in the boardroom, for the dashboard: open questions and standing remits, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, IntegerField, Q, Value
from django.urls import reverse

from governance.models import Question, QuestionState, Remit, RemitState
from governance.queries.threads import theirs
from milestones.queries.visible import own, reader_for
from schools import access
from schools.access import Permission, Person, Subject
from trust.terms import TermRef

QUESTION, REMIT = "question", "remit"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without an answer, or a remit that stands.

    A question has the day an answer is due, a remit the term in whose return it is; `is_overdue` says that
    it has passed. `is_own` says that the reader asked or set it.
    """

    kind: str
    pk: int
    text: str
    at: datetime
    by: str
    is_own: bool
    school: str
    state: str
    due_on: date | None
    due_in: TermRef | None
    is_overdue: bool
    is_yours: bool  # it was given to the reader, or set to them

    @property
    def is_question(self) -> bool:
        return self.kind == QUESTION

    @property
    def is_replied(self) -> bool:
        return self.state == RemitState.REPLIED

    @property
    def url(self) -> str:
        return reverse(f"governance:{self.kind}", args=[self.pk])


def open_threads(user: Person, today: date) -> list[Waiting]:
    """What is open among what the person may read: questions, their own first, by due day; then remits."""
    seen, none = _seen(user), Value(None, output_field=IntegerField())
    asked = own(reader_for(user), "priority__") | Q(asked_by=user.pk) | theirs(user, "assigned_to")
    questions = (
        Question.objects.filter(seen | asked, state=QuestionState.OPEN)
        .order_by()
        .values_list(
            Value(QUESTION, output_field=CharField()), "pk", "text", "asked_at", "asked_by__name", "asked_by",
            "school__short_name", "state", "due_on", none, none, "assigned_to",
        )
    )  # fmt: skip
    remits = (
        Remit.objects.filter(seen | theirs(user, "owner"))
        .exclude(state=RemitState.CLOSED)
        .order_by()
        .values_list(
            Value(REMIT, output_field=CharField()), "pk", "text", "set_at", "set_by__name", "set_by",
            "school__short_name", "state", "due_in__ends", "due_in__year", "due_in__number", "owner",
        )
    )  # fmt: skip
    return sorted((_waiting(row, user, today) for row in questions.union(remits, all=True)), key=_order)


def _seen(user: Person) -> Q:
    schools = Q(school__in=access.schools_for(user, Permission.SEE_THREAD))
    whole = access.allows(user, Permission.SEE_THREAD, Subject("thread"))
    return schools | Q(school__isnull=True) if whole else schools


def _waiting(row: tuple[Any, ...], user: Person, today: date) -> Waiting:
    kind, pk, text, at, by, by_key, school, state, day, year, number, given_to = row
    if kind == REMIT:  # its day is the end of the term, the first day that is not in it
        due_in, due_on, is_overdue = TermRef(year, number), None, day <= today
    else:
        due_in, due_on, is_overdue = None, day, day < today
    is_own, is_yours = by_key == user.pk, given_to == user.pk
    return Waiting(kind, pk, text, at, by, is_own, school or "", state, due_on, due_in, is_overdue, is_yours)


def _order(waiting: Waiting) -> tuple[bool, bool, bool, date, TermRef, int]:
    far = TermRef(2199, 1)
    return (
        not waiting.is_question,
        not waiting.is_yours,
        not waiting.is_own,
        waiting.due_on or date.max,
        waiting.due_in or far,
        waiting.pk,
    )
