"""What is ahead in the boardroom, for the dashboard: threads, meetings, what is asked of the next one, and
which findings and filings are overdue, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    Field,
    IntegerField,
    Q,
    QuerySet,
    TimeField,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse

from governance.meetings.sight import coming_meetings
from governance.models import (
    AgendaItem,
    ItemKind,
    MeetingState,
    Question,
    QuestionState,
    Remit,
    RemitState,
)
from governance.queries.threads import theirs
from governance.rules.queries import dates_for
from milestones.queries.visible import own, reader_for
from schools import access
from schools.access import Permission, Person, Subject
from schools.audits.queries import findings_for
from schools.models import BodyKind, FindingState, Severity
from trust.terms import TermRef

QUESTION, REMIT, MEETING, DECISION = "question", "remit", "meeting", "decision"
FINDING, FILING = "finding", "filing"
THREADS = (QUESTION, REMIT)
Rows = QuerySet[Any, tuple[Any, ...]]


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


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """A meeting to come, as far as a list of dates tells of it."""

    pk: int
    on: date
    starts_at: time | None
    body: str
    body_kind: str
    title: str
    place: str
    state: str

    @property
    def name(self) -> str:
        """'Trust board: away day', or the body alone."""
        return f"{self.body}: {self.title}" if self.title else self.body

    @property
    def words(self) -> str:
        """When and where, or else how it stands."""
        at = f"{self.starts_at:%H:%M}" if self.starts_at else ""
        return ", ".join(filter(None, (at, self.place))) or str(MeetingState(self.state).label)

    @property
    def is_local(self) -> bool:
        return self.body_kind in (BodyKind.LOCAL, BodyKind.APPOINTED)

    @property
    def url(self) -> str:
        return reverse("governance:meeting", args=[self.pk])


@dataclass(frozen=True, slots=True)
class Overdue:
    """A finding that was to be mended, or something to be filed, by a day that has passed."""

    pk: int
    text: str
    school: str
    due_on: date
    is_filing: bool
    is_serious: bool

    @property
    def url(self) -> str:
        if self.is_filing:
            return reverse("governance:obligations")
        return reverse("schools:finding", args=[self.pk])


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision that a meeting of the board is asked for."""

    meeting: int
    title: str
    on: date

    @property
    def url(self) -> str:
        return reverse("governance:meeting", args=[self.meeting])


@dataclass(frozen=True, slots=True)
class Ahead:
    """Questions, the reader's own first, by due day, and remits; the meetings by their days.

    `asked` are the decisions of the board's next meeting that has any, `overdue` the findings, the gravest
    and the longest due first, then what was to be filed.
    """

    threads: list[Waiting]
    meetings: list[ComingMeeting]
    asked: list[Asked]
    overdue: list[Overdue]


def ahead(user: Person, today: date) -> Ahead:
    """What is open, and what is to come, among what the person may read; one query at most."""
    arms: list[Rows] = []
    if access.allows(user, Permission.SEE_THREAD):
        arms += [_questions(user), _remits(user)]
    if access.allows(user, Permission.SEE_MEETING):
        arms += [_meetings(user, today), _decisions(user, today)]
    if access.allows(user, Permission.SEE_COMPLIANCE):
        arms += [_findings(user, today), _filings(user, today)]
    if not arms:
        return Ahead([], [], [], [])
    rows = list(arms[0].union(*arms[1:], all=True) if arms[1:] else arms[0])
    threads = [_waiting(row, user, today) for row in rows if row[0] in THREADS]
    met = [_meeting(row) for row in rows if row[0] == MEETING]
    asked = [Asked(row[1], row[2], row[8]) for row in rows if row[0] == DECISION]
    overdue = [_overdue(row) for row in rows if row[0] in (FINDING, FILING)]
    return Ahead(
        sorted(threads, key=_order),
        sorted(met, key=lambda each: (each.on, each.pk)),
        [each for each in asked if each.on == min(other.on for other in asked)],
        sorted(overdue, key=lambda each: (each.is_filing, not each.is_serious, each.due_on, each.pk)),
    )


def _questions(user: Person) -> Rows:
    asked = own(reader_for(user), "priority__") | Q(asked_by=user.pk) | theirs(user, "assigned_to")
    found = Question.objects.filter(_seen(user) | asked, state=QuestionState.OPEN).order_by()
    return found.values_list(
        _kind(QUESTION), "pk", "text", "asked_at", "asked_by__name", "asked_by", "school__short_name",
        "state", "due_on", _none(IntegerField()), _none(IntegerField()), "assigned_to",
        _none(TimeField()), _none(CharField()),
    )  # fmt: skip


def _remits(user: Person) -> Rows:
    found = (
        Remit.objects.filter(_seen(user) | theirs(user, "owner")).exclude(state=RemitState.CLOSED).order_by()
    )
    return found.values_list(
        _kind(REMIT), "pk", "text", "set_at", "set_by__name", "set_by", "school__short_name", "state",
        "due_in__ends", "due_in__year", "due_in__number", "owner", _none(TimeField()), _none(CharField()),
    )  # fmt: skip


def _meetings(user: Person, today: date) -> Rows:
    """In the columns of threads: the body stands for who asked, the place for the school."""
    number = _none(IntegerField())
    return coming_meetings(user, today).order_by().values_list(
        _kind(MEETING), "pk", "title", _none(DateTimeField()), "body__name", number, "place", "state",
        "on", number, number, number, "starts_at", "body__kind",
    )  # fmt: skip


def _decisions(user: Person, today: date) -> Rows:
    """What the trust's board is asked to decide at meetings to come, but for confidential items."""
    number, words = _none(IntegerField()), _none(CharField())
    board = coming_meetings(user, today).filter(body__kind=BodyKind.BOARD).order_by()
    found = AgendaItem.objects.filter(
        meeting__in=board.values("pk"), kind=ItemKind.DECISION, is_confidential=False
    )
    return found.order_by().values_list(
        _kind(DECISION), "meeting_id", "title", _none(DateTimeField()), words, number, words, words,
        "meeting__on", number, number, number, _none(TimeField()), words,
    )  # fmt: skip


def _findings(user: Person, today: date) -> Rows:
    number, words = _none(IntegerField()), _none(CharField())
    found = findings_for(user).filter(state=FindingState.OPEN, due_on__lt=today)
    return found.order_by().values_list(
        _kind(FINDING), "pk", "text", _none(DateTimeField()), words, number, "school__short_name",
        "severity", "due_on", number, number, number, _none(TimeField()), words,
    )  # fmt: skip


def _filings(user: Person, today: date) -> Rows:
    number, words = _none(IntegerField()), _none(CharField())
    found = dates_for(user).filter(done_on__isnull=True, due_on__lt=today)
    return found.order_by().values_list(
        _kind(FILING), "pk", "obligation__title", _none(DateTimeField()), words, number, "school__short_name",
        words, "due_on", number, number, number, _none(TimeField()), words,
    )  # fmt: skip


def _kind(name: str) -> Value:
    return Value(name, output_field=CharField())


def _none(field: Field[Any, Any]) -> Cast:
    """A column of that type with nothing in it, for rows that have no such thing."""
    return Cast(Value(None), field)


def _seen(user: Person) -> Q:
    schools = Q(school__in=access.schools_for(user, Permission.SEE_THREAD))
    whole = access.allows(user, Permission.SEE_THREAD, Subject("thread"))
    return schools | Q(school__isnull=True) if whole else schools


def _waiting(row: tuple[Any, ...], user: Person, today: date) -> Waiting:
    kind, pk, text, at, by, by_key, school, state, day, year, number, given_to, *_ = row
    if kind == REMIT:  # its day is the end of the term, the first day that is not in it
        due_in, due_on, is_overdue = TermRef(year, number), None, day <= today
    else:
        due_in, due_on, is_overdue = None, day, day < today
    is_own, is_yours = by_key == user.pk, given_to == user.pk
    return Waiting(kind, pk, text, at, by, is_own, school or "", state, due_on, due_in, is_overdue, is_yours)


def _meeting(row: tuple[Any, ...]) -> ComingMeeting:
    _, pk, title, _, body, _, place, state, on, _, _, _, starts_at, body_kind = row
    return ComingMeeting(pk, on, starts_at, body, body_kind, title, place, state)


def _overdue(row: tuple[Any, ...]) -> Overdue:
    kind, pk, text, _, _, _, school, severity, due_on, *_ = row
    return Overdue(pk, text, school or "The trust", due_on, kind == FILING, severity == Severity.SERIOUS)


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
