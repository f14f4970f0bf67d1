"""What can happen to the training plan: its budget, needs, activities, who goes, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    Skill,
    TrainingActivity,
    TrainingNeed,
    TrainingPlan,
)
from governance.training.offering import offer_training
from governance.training.sight import keeps_training
from schools.access import Permission, Subject, require
from schools.models import Body
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import User

TRUST = Subject("training")


class TrainingConflict(Exception):
    """Somebody else has changed it since it was opened; `standing` is what stands now."""

    def __init__(self, standing: Any) -> None:
        super().__init__("Somebody else has changed this since you opened it.")
        self.standing = standing


def plan_of(year: int) -> TrainingPlan:
    """The year's plan; there is one, begun without a budget."""
    return TrainingPlan.objects.get_or_create(year=year)[0]


def set_budget(plan: TrainingPlan, *, by: User, budget: Decimal, note: str, seen: int) -> TrainingPlan:
    """Set the year's budget in pounds. Raises TrainingConflict."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = TrainingPlan.objects.select_for_update().get(pk=plan.pk)
        _require_seen(held, seen)
        held.budget, held.note, held.version = budget, note, held.version + 1
        held.save(update_fields=["budget", "note", "version"])
        history.record(by, "training.budget-set", held, budget=budget, note=history.salted(note))
    return held


def add_need(
    plan: TrainingPlan,
    *,
    by: User,
    text: str,
    source: str,
    key: str,
    skill: Skill | None = None,
    body: Body | None = None,
    person: User | None = None,
) -> TrainingNeed:
    """Note something to be learnt; the same key is the same need. One person's stays theirs."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        need, is_new = TrainingNeed.objects.get_or_create(
            request_key=key,
            defaults={
                "plan": plan, "text": text, "source": source, "skill": skill, "body": body, "person": person,
            },
        )  # fmt: skip
        if is_new:
            history.record(by, "training.need-noted", need, source=str(source), text=history.salted(text))
    return need


def meet_need(need: TrainingNeed, *, by: User, met: bool = True) -> TrainingNeed:
    """Say that a need is met, or that it is not after all."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = TrainingNeed.objects.select_for_update().get(pk=need.pk)
        if (held.met_on is not None) != met:
            held.met_on = clock.today() if met else None
            held.save(update_fields=["met_on"])
            history.record(by, "training.need-met" if met else "training.need-open", held)
    return held


def add_activity(
    plan: TrainingPlan,
    *,
    by: User,
    key: str,
    bodies: Iterable[Body] = (),
    needs: Iterable[TrainingNeed] = (),
    **fields: Any,
) -> TrainingActivity:
    """Add something to the plan; the same key is the same activity. `cost` and `paid` are pounds, in all."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    _check(fields)
    with transaction.atomic():
        activity, is_new = TrainingActivity.objects.get_or_create(
            request_key=key, defaults={"plan": plan} | fields
        )
        if is_new:
            activity.bodies.set(bodies)
            activity.needs.set(needs)
            history.record(by, "training.added", activity, title=activity.title, cost=activity.cost)
    return activity


def change_activity(
    activity: TrainingActivity,
    *,
    by: User,
    seen: int,
    bodies: Iterable[Body],
    needs: Iterable[TrainingNeed],
    **fields: Any,
) -> TrainingActivity:
    """Change what is planned. Raises TrainingConflict, and ValidationError at the field."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = TrainingActivity.objects.select_for_update().get(pk=activity.pk)
        _require_seen(held, seen)
        _check({"state": held.state} | fields)
        for name, value in fields.items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        held.bodies.set(bodies)
        held.needs.set(needs)
        history.record(by, "training.changed", held, cost=held.cost, paid=held.paid, on=held.on)
    return held


def move_activity(activity: TrainingActivity, *, by: User, to: str) -> TrainingActivity:
    """Move an activity on (to book, booked, complete, cancelled) or back."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = TrainingActivity.objects.select_for_update().get(pk=activity.pk)
        if held.state == to:
            return held
        if to in (ActivityState.BOOKED, ActivityState.DONE) and held.on is None:
            raise Refused("Give it a day first: what is booked takes place on a day.")
        if to == ActivityState.DONE and held.on and held.on > clock.today():
            raise Refused("It has not taken place yet.")
        if to == ActivityState.DONE and held.attendances.filter(state__in=("invited", "booked")).exists():
            raise Refused("Say first who came: somebody is still invited or booked.")
        advance(held, to)
        held.version += 1
        held.save(update_fields=["state", "version"])
        history.record(by, "training.moved", held, to=str(to))
    return held


def book_people(activity: TrainingActivity, *, by: User, people: Iterable[User]) -> int:
    """Book people; who is on it stays as they are. How many were added."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = TrainingActivity.objects.select_for_update().get(pk=activity.pk)
        if held.state == ActivityState.CANCELLED:
            raise Refused("This is cancelled. Plan it again before you book anybody.")
        known = set(held.attendances.values_list("person", flat=True))
        new = [person for person in people if person.pk not in known]
        state = AttendanceState.BOOKED if held.state == ActivityState.BOOKED else AttendanceState.INVITED
        Attendance.objects.bulk_create(
            Attendance(activity=held, person=person, state=state) for person in new
        )
        if new:
            history.record(by, "training.people-added", held, people=len(new))
    return len(new)


def mark_attendance(attendance: Attendance, *, by: User, to: str, on: date | None = None) -> Attendance:
    """Say whether somebody is booked, came or missed it; `on` is the activity's day where it is not given."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = Attendance.objects.select_for_update().select_related("activity").get(pk=attendance.pk)
        if held.state == to:
            return held
        day = on or held.activity.on
        if to == AttendanceState.ATTENDED and (day is None or day > clock.today()):
            raise Refused("Nobody has attended what has not taken place yet. Change its day if it has.")
        advance(held, to)
        held.attended_on = day if to == AttendanceState.ATTENDED else None
        held.save(update_fields=["state", "attended_on"])
        history.record(by, "training.attendance", held, person=held.person.history_key, to=str(to))
        offer_training()
    return held


def everyone_came(activity: TrainingActivity, *, by: User) -> int:
    """Say that all who are invited or booked were there on the activity's day; how many that were."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = TrainingActivity.objects.select_for_update().get(pk=activity.pk)
        if held.on is None or held.on > clock.today():
            raise Refused("Nobody has attended what has not taken place yet. Change its day if it has.")
        waiting = held.attendances.filter(state__in=(AttendanceState.INVITED, AttendanceState.BOOKED))
        came = waiting.update(state=AttendanceState.ATTENDED, attended_on=held.on)
        if came:
            history.record(by, "training.everyone-came", held, people=came)
            offer_training()
    return came


def say_effect(attendance: Attendance, *, by: User, words: str) -> Attendance:
    """What it changed, in the words of whoever went, or noted for them by the keeper."""
    if attendance.person_id != by.pk and not keeps_training(by):
        raise PermissionDenied("Whoever went says what it changed.")
    with transaction.atomic():
        held = Attendance.objects.select_for_update().get(pk=attendance.pk)
        if held.state != AttendanceState.ATTENDED:
            raise Refused("Say what it changed once it has taken place and you were there.")
        held.effect = words
        held.save(update_fields=["effect"])
        history.record(by, "training.effect", held, text=history.salted(words))
    return held


def _require_seen(held: TrainingPlan | TrainingActivity, seen: int) -> None:
    if held.version != seen:
        raise TrainingConflict(held)


def _check(fields: dict[str, Any]) -> None:
    if fields.get("state") in (ActivityState.BOOKED, ActivityState.DONE) and fields.get("on") is None:
        raise ValidationError({"on": "Give the day: what is booked takes place on a day."})
