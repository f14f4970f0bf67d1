"""What the calendar brings: three days before a round closes, whoever has not answered is asked once more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from governance.assessment.actions import people_asked
from governance.models import RoundState, SelfAssessment
from governance.notices_assessment import closes_soon, closing_event
from trust import history
from trust.models import Message
from trust.sweep import day_to_follow

DAYS_BEFORE: Final = timedelta(days=3)


def follow_assessments() -> None:
    """For the sweep. A demonstration that stands still is left as it is. Safe to run twice, and at once."""
    if today := day_to_follow():
        remind_of_closing(today)


def remind_of_closing(today: date) -> int:
    """Write once to those who have not answered what closes soon; nobody is told who, only how many."""
    soon = SelfAssessment.objects.filter(
        state=RoundState.OPEN, closes_on__range=(today, today + DAYS_BEFORE)
    ).select_related("body")
    return sum(_remind(each.pk, today) for each in soon)


def _remind(pk: int, today: date) -> int:
    with transaction.atomic():
        held = SelfAssessment.objects.select_for_update(of=("self",)).select_related("body").get(pk=pk)
        if held.state != RoundState.OPEN or _is_reminded(held):
            return 0
        answered = set(held.parts.values_list("person", flat=True))
        waiting = [person for person in people_asked(held.body, today) if person.pk not in answered]
        for person in waiting:
            closes_soon(held, person)
        if waiting:
            history.record(None, "assessment.reminded", held, people=len(waiting), closes=held.closes_on)
    return len(waiting)


def _is_reminded(held: SelfAssessment) -> bool:
    return Message.objects.filter(key__endswith=f":{closing_event(held)}").exists()
