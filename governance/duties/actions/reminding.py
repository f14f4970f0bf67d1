"""Reminding who owes a declaration or a confirmation: four times at most, and never twice on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from django.db import transaction

from governance.duties import sight
from governance.duties.asking import reminder_on
from governance.duties.queries import PersonYear, asked_in, years_of
from governance.notices_duties import duties_owed, told_of_duties
from trust import history
from trust.models import User
from trust.sweep import day_to_follow
from trust.terms import academic_year

NUDGE: Final = "nudge"


def follow_duties() -> None:
    """For the sweep. A demonstration that stands still is left as it is. Safe to run twice, and at once."""
    if today := day_to_follow():
        remind(today)


def remind(today: date) -> int:
    """Write to everyone for whom the day of a reminder has come; how many messages were written."""
    year = academic_year(today)
    if asked_in(year) is None:
        return 0
    told = told_of_duties(year)
    sent = 0
    for each in years_of(year, today):
        if not each.owed or each.asked.due_on is None:
            continue
        step = reminder_on(today, each.asked.due_on)
        if step is not None and not _was_told(told.get(each.person.pk, ()), str(step), today):
            sent += _tell(each, year, str(step), today)
    return sent


def nudge(*, by: User, today: date, people: Collection[int] | None = None) -> int:
    """Write now to those who owe something, or to these of them; who was written to today is left out."""
    sight.require_keeper(by)
    year = academic_year(today)
    told = told_of_duties(year)
    owing = [each for each in years_of(year, today, people) if each.owed]
    return sum(
        _tell(each, year, NUDGE, today, by)
        for each in owing
        if not any(day == today for _, day in told.get(each.person.pk, ()))
    )


def _was_told(known: Collection[tuple[str, date]], step: str, today: date) -> bool:
    return any(step == earlier or day == today for earlier, day in known)


def _tell(each: PersonYear, year: int, step: str, today: date, by: User | None = None) -> int:
    with transaction.atomic():
        if not duties_owed(each.person, year, each.owed, each.asked.due_on, step, today):
            return 0
        history.record(by, "duties.reminded", each.person, year=year, step=step)
    return 1
