"""What an appointment or departure brings: opened with its due day, ticked with a date and an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.bodies import checklist
from governance.bodies.checklist import Step
from governance.bodies.sight import subject_of
from governance.models import Seat, SeatTask
from schools.access import Permission, require
from trust import clock, history
from trust.models import User


def open_at_start(seat: Seat) -> None:
    """What this appointment brings; who serves the trust already has been checked."""
    others = Seat.objects.filter(person=seat.person_id, body__kind__in=checklist.GOVERNING)
    others = others.exclude(pk=seat.pk).exclude(body=seat.body_id, starts__gte=seat.starts)
    open_steps(seat, checklist.at_start(seat.body.kind, is_known=others.exists()), seat.starts)


def open_at_change(seat: Seat) -> None:
    """What a new term of office or another office brings."""
    open_steps(seat, checklist.at_change(seat.body.kind), seat.starts)


def open_at_end(seat: Seat, on: date) -> None:
    """What a departure brings; what its beginning had brought and nobody did is not asked for any more."""
    seat.tasks.filter(at_end=False, done_on__isnull=True).delete()
    open_steps(seat, checklist.at_end(seat.body.kind), on, at_end=True)


def open_steps(seat: Seat, steps: Iterable[Step], day: date, *, at_end: bool = False) -> None:
    """Each step once; none for a time that was over long before the portal knew of it."""
    if day + checklist.LONG_AGO < clock.today():
        return
    SeatTask.objects.bulk_create(
        [SeatTask(seat=seat, kind=step.kind, at_end=at_end, due_on=step.due_on(day)) for step in steps],
        ignore_conflicts=True,
    )


def tick_task(task: SeatTask, *, by: User, on: date, outcome: str) -> SeatTask:
    """Say that it was done, on which day and with which outcome; ticking it again corrects both.

    Raises ValidationError, by field, for a day to come or an outcome that is none.
    """
    require(by, Permission.KEEP_BODIES, subject_of(task.seat.body))
    if on > clock.today():
        raise ValidationError({"on": "Choose today or an earlier day."})
    if outcome not in checklist.outcomes(task.kind):
        raise ValidationError({"outcome": f"Choose one of: {', '.join(checklist.outcomes(task.kind))}."})
    with transaction.atomic():
        held = SeatTask.objects.select_for_update(of=("self",)).select_related("seat").get(pk=task.pk)
        if (held.done_on, held.outcome) == (on, outcome):
            return held
        held.done_on, held.outcome, held.done_by = on, outcome, by
        held.save()
        history.record(
            by, "seat.task-done", held.seat, task=held.kind, at_end=held.at_end, on=on, outcome=outcome
        )
    return held


def take_back_task(task: SeatTask, *, by: User) -> SeatTask:
    """It was not done after all."""
    require(by, Permission.KEEP_BODIES, subject_of(task.seat.body))
    with transaction.atomic():
        held = SeatTask.objects.select_for_update(of=("self",)).select_related("seat").get(pk=task.pk)
        if held.done_on is None:
            return held
        held.done_on, held.outcome, held.done_by = None, "", None
        held.save()
        history.record(by, "seat.task-taken-back", held.seat, task=held.kind, at_end=held.at_end)
    return held
