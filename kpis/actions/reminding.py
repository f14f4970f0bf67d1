"""What the calendar reminds of: each person who can act, once of each kind, on school days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from kpis.actions.opening import open_due_terms
from kpis.deadlines import Deadline, deadline_of
from kpis.models import Reminder, ReminderKind, Return, ReturnState
from kpis.queries.actors import people_to_act
from kpis.queries.returns import is_late
from kpis.reminders import remind
from schools.schooldays import SchoolDays, is_school_day, shift
from trust import clock, history
from trust.sweep import day_to_follow

# How many school days before the due day, or after it, each reminder is due.
BEATS: Final = {ReminderKind.WEEK: -7, ReminderKind.DAY: -1, ReminderKind.OVERDUE: 1}
# Seven school days reach at most this far over the longest holiday.
AHEAD, BEHIND = timedelta(days=75), timedelta(days=30)
OPEN: Final = (ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.SENT_BACK)


def follow_the_clock() -> None:
    """For the sweep: open the returns whose day has come, and send the reminders that are due.

    A demonstration that stands still is left as it is: its day never passes. Safe to run twice, and at once.
    """
    if today := day_to_follow():
        open_due_terms(today)
        send_due_reminders(today)


def send_due_reminders(today: date) -> int:
    """Remind those who can act on each return that is due soon or overdue; how many people were written to.

    One query where no return is open around this day.
    """
    returns = list(_open_around(today))
    if not returns:
        return 0
    closed = SchoolDays.between(today - AHEAD, today + AHEAD)
    beats = {one.pk: beat_on(today, one, closed.of(one.school_id)) for one in returns}
    due = [one for one in returns if beats[one.pk]]
    people = people_to_act(due) if due else {}
    told = _told(due)
    sent = 0
    for returned in due:
        kind = beats[returned.pk]
        missing = {one.pk for one in people[returned.pk]} - told.get((returned.pk, str(kind)), set())
        if kind and missing:
            sent += _remind(returned, kind, today)
    return sent


def beat_on(today: date, returned: Return, closed: frozenset[date]) -> ReminderKind | None:
    """Which reminder of this return is due on that day, if any; a day that was missed is made up for.

    On no day without school, and none that whoever sent the return back has made needless by saying so
    after it was due. What first came in on time is not called overdue.
    """
    deadline = deadline_of(returned)
    kind = _kind_on(today, deadline, closed)
    if kind is None or deadline.due is None:
        return None
    if kind is ReminderKind.OVERDUE and not is_late(returned, today):
        return None
    if returned.state == ReturnState.SENT_BACK and returned.decided_at is not None:
        sent_back_on = returned.decided_at.astimezone(clock.LONDON).date()
        if sent_back_on >= shift(deadline.due, BEATS[kind], closed):
            return None
    return kind


def _kind_on(today: date, deadline: Deadline, closed: frozenset[date]) -> ReminderKind | None:
    due = deadline.due
    if due is None or deadline.is_past_closing(today) or not is_school_day(today, closed):
        return None
    if today > due:
        return ReminderKind.OVERDUE
    kinds = (ReminderKind.DAY, ReminderKind.WEEK)
    return next((kind for kind in kinds if today >= shift(due, BEATS[kind], closed)), None)


def _open_around(today: date) -> Iterable[Return]:
    due = Coalesce(F("extended_until"), F("term__returns_due"))
    near = Return.objects.alias(due=due).filter(
        state__in=OPEN, due__gte=today - BEHIND, due__lte=today + AHEAD
    )
    return near.select_related("school", "term").order_by("pk")


def _told(returns: list[Return]) -> dict[tuple[int, str], set[int]]:
    """(return, kind) → who has had that reminder already."""
    found: dict[tuple[int, str], set[int]] = {}
    for returned, kind, person in Reminder.objects.filter(returned__in=returns).values_list(
        "returned", "kind", "to"
    ):
        found.setdefault((returned, kind), set()).add(person)
    return found


def _remind(returned: Return, kind: ReminderKind, today: date) -> int:
    """Write to those who have not had it, under the return's lock: a second worker finds them told."""
    with transaction.atomic():
        held = (
            Return.objects.select_for_update(of=("self",))
            .select_related("school", "term")
            .get(pk=returned.pk)
        )
        if held.state not in OPEN or held.extended_until != returned.extended_until:
            return 0
        told = set(Reminder.objects.filter(returned=held, kind=kind).values_list("to", flat=True))
        missing = [person for person in people_to_act([held])[held.pk] if person.pk not in told]
        if missing:
            remind(held, kind, missing)
            to = [str(person.history_key) for person in missing]
            history.record(None, "return.reminded", held, kind=str(kind), to=to)
    return len(missing)
