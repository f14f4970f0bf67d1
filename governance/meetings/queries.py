"""Meetings, ready to print: the year's list, one meeting with its agenda, and what hangs on an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from governance.bodies.queries import constitution_on
from governance.bodies.sight import held_on
from governance.meetings.quorum import Quorum, quorum
from governance.meetings.schedule import Proposed, proposed, without_days
from governance.meetings.sight import sees_part_two
from governance.meetings.wording import text_of
from governance.minutes import steps_of
from governance.models import (
    Action,
    AgendaItem,
    Answer,
    Decision,
    Meeting,
    MeetingState,
    Presence,
    Question,
    QuestionState,
    Remit,
    RemitReply,
    RemitState,
)
from governance.queries import threads
from schools import access
from schools.access import Permission, Person
from schools.audits.queries import open_findings
from schools.models import Body, Finding
from trust.models import Term, User

MOST_QUESTIONS = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """A remit that stands; `is_late` says that the return which should answer it was due already."""

    remit: Remit
    is_late: bool


@dataclass(frozen=True, slots=True)
class Matters:
    """What earlier meetings left open."""

    actions: tuple[Action, ...]
    remits: tuple[Standing, ...]
    findings: tuple[Finding, ...]  # reported to every meeting until somebody has closed them

    def __bool__(self) -> bool:
        return bool(self.actions or self.remits or self.findings)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything that the page of a meeting prints."""

    items: tuple[AgendaItem, ...]
    hidden: int  # confidential items that the reader may not see
    quorum: Quorum
    presences: tuple[tuple[User, str], ...]
    matters: Matters

    @property
    def minutes_planned(self) -> int:
        return sum(item.minutes_planned or 0 for item in self.items)


def page_of(meeting: Meeting, user: Person, today: date) -> MeetingPage:
    """One meeting for one reader; a constant number of queries, however long the agenda is."""
    items = list(agenda_of(meeting))
    seen = items if sees_part_two(user, meeting) else [item for item in items if not item.is_confidential]
    noted = [(each.person, each.presence) for each in meeting.presences.select_related("person")]
    names = [(person, str(Presence(presence).label)) for person, presence in noted]
    members = frozenset(held_on(meeting.on).filter(body=meeting.body_id).values_list("person", flat=True))
    made_up = constitution_on(meeting.body, meeting.on)
    counted = quorum(
        members, {person.pk: presence for person, presence in noted}, made_up.quorum if made_up else None
    )
    matters = matters_arising(meeting, user, today)
    return MeetingPage(tuple(seen), len(items) - len(seen), counted, tuple(names), matters)


def agenda_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items in order, with what they speak of and what was recorded under them."""
    actions = Prefetch("actions", Action.objects.select_related("owner"))
    return meeting.items.select_related("school", "kpi", "priority").prefetch_related(
        "papers", "decisions", actions, "remits", "remits_closed", "kpi__definitions"
    )


def matters_arising(meeting: Meeting, user: Person, today: date) -> Matters:
    """Open actions of the body's earlier meetings, remits that stand, late ones first, and open findings."""
    actions = Action.objects.filter(
        item__meeting__body=meeting.body_id, item__meeting__on__lt=meeting.on, done_on__isnull=True
    ).exclude(item__meeting__state=MeetingState.CANCELLED)
    if not sees_part_two(user, meeting):
        actions = actions.filter(item__is_confidential=False)
    remits = threads.remits_for(user).exclude(state=RemitState.CLOSED).prefetch_related("replies")
    schools = [school.pk for school in meeting.body.schools_governed.all()]
    if schools:
        remits = remits.filter(school__in=schools)
    standing = [Standing(remit, remit.due_in.ends <= today) for remit in remits]
    standing.sort(key=lambda each: not each.is_late)
    findings = _open_findings(user, schools).filter(found_on__lte=meeting.on)
    actions = actions.select_related("owner", "item__meeting")
    return Matters(tuple(actions), tuple(standing), tuple(findings))


def _open_findings(user: Person, schools: list[int]) -> QuerySet[Finding]:
    """What audits found and nobody has closed yet, at the body's schools, or anywhere for the trust's own."""
    if not access.allows(user, Permission.SEE_COMPLIANCE):
        return Finding.objects.none()
    found = open_findings(user)
    return found.filter(school__in=schools) if schools else found


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What hangs on an item: what was asked about it, and what was recorded under it."""

    put: tuple[Question, ...]
    about: tuple[Question, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    remits: tuple[Remit, ...]
    closed: tuple[Remit, ...]
    suggested: str


def item_page(item: AgendaItem, user: Person) -> ItemPage:
    """An item for one reader; a constant number of queries."""
    put = list(with_answers(threads.questions_for(user).filter(item=item)))
    replies = Prefetch("replies", RemitReply.objects.select_related("by"))
    remits = list(
        item.remits.select_related("set_by", "due_in", "school", "owner", "closed_by").prefetch_related(
            replies
        )
    )
    closed = list(item.remits_closed.select_related("school"))
    decisions = [*item.decisions.select_related("plan")]
    for each in decisions:
        each.item = item
    actions = list(item.actions.select_related("owner"))
    steps = [step for question in put for step in steps_of(question, [])]
    steps += steps_of(None, remits)
    text = text_of(steps, decisions, actions, closed)
    return ItemPage(
        tuple(put),
        tuple(_about(item, user)),
        tuple(decisions),
        tuple(actions),
        tuple(remits),
        tuple(closed),
        text,
    )


def _about(item: AgendaItem, user: Person) -> list[Question]:
    """What was asked about the item's KPI, priority or school and is not closed, nor put under an item."""
    subjects = Q()
    if item.kpi_id:
        subjects |= Q(figure__kpi=item.kpi_id)
    if item.priority_id:
        subjects |= Q(priority=item.priority_id)
    if item.school_id and not (item.kpi_id or item.priority_id):
        subjects |= Q(school=item.school_id)
    if not subjects:
        return []
    found = threads.questions_for(user).filter(subjects, item__isnull=True)
    return list(with_answers(found.exclude(state=QuestionState.CLOSED))[:MOST_QUESTIONS])


def with_answers(found: QuerySet[Question]) -> QuerySet[Question]:
    return found.prefetch_related(Prefetch("answers", Answer.objects.select_related("by"))).select_related(
        "closed_by"
    )


def listed_meetings(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.annotate(
        number_of_items=Count("items", distinct=True),
        number_decided=Count("items__decisions", distinct=True),
    ).order_by("on", "pk")


def schedule_of(year: int, today: date) -> list[Proposed]:
    """The meetings that the year's terms still ask for."""
    bodies = _bodies_on(today).values_list("pk", "kind")
    terms = Term.objects.filter(year=year).values_list("pk", "board_date")
    planned = Meeting.objects.exclude(state=MeetingState.CANCELLED).filter(term__year=year)
    return proposed(bodies, terms, frozenset(planned.values_list("body", "term")), today)


def undated(year: int, today: date) -> tuple[list[Body], list[Term]]:
    """The bodies for which the calendar proposes no day, and the terms of the year without a board's day."""
    bodies = {each.pk: each for each in _bodies_on(today)}
    terms = {each.pk: each for each in Term.objects.filter(year=year).order_by("number")}
    odd, dayless = without_days(
        [(each.pk, each.kind) for each in bodies.values()],
        [(each.pk, each.board_date) for each in terms.values()],
    )
    return [bodies[key] for key in odd], [terms[key] for key in dayless]


def _bodies_on(today: date) -> QuerySet[Body]:
    return Body.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today)).order_by("name")


def open_actions(user: Person, today: date) -> QuerySet[Action]:
    """What this person has to do after meetings, the first due first."""
    found = Action.objects.filter(owner=user.pk, done_on__isnull=True)
    return found.select_related("item__meeting__body").order_by("due_on", "pk")
