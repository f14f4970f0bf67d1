"""What everyone who governs owes: their year, skills and training, and what a meeting gave them to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.urls import reverse

from governance.duties.asking import NAMES
from governance.duties.queries import year_of
from governance.meetings.queries import open_actions
from governance.skills.queries import open_replies
from governance.training.due import Standing
from governance.training.owing import owing
from schools.yours import Duty, Source
from trust.models import User
from trust.terms import academic_year


def own_year(user: User, today: date) -> Iterable[Duty]:
    """Interests to declare and texts to confirm, as one thing to do. Six queries."""
    asked = year_of(user, academic_year(today), today).asked
    if asked.owed:
        about = ", ".join(NAMES[kind] for kind in asked.owed)
        yield Duty("Declare and confirm for the year", reverse("governance:your_year"), asked.due_on, about)


def skills(user: User, _today: date) -> Iterable[Duty]:
    """The skills audits in which the person has not answered yet. One query."""
    for reply in open_replies(user):
        if reply.handed_in_at is None:
            url = reverse("governance:score_skills", args=[reply.audit_id])
            yield Duty(
                "Say what you know", url, reply.audit.closes_on, f"Skills audit, {reply.audit.body.name}"
            )


def training(user: User, today: date) -> Iterable[Duty]:
    """The required training that the person still has to do, as one thing to do. Three queries."""
    due = [row for row in owing(today, user) if row.owed.standing is not Standing.HELD]
    if due:
        about = ", ".join(dict.fromkeys(row.requirement.title for row in due))
        days = [row.owed.due_on for row in due if row.owed.due_on]
        yield Duty(
            "Complete your training", reverse("governance:my_training"), min(days, default=None), about
        )


def actions(user: User, today: date) -> Iterable[Duty]:
    """What meetings have given the person to do. One query."""
    for action in open_actions(user, today):
        url = reverse("governance:meeting_action", args=[action.pk])
        yield Duty("Carry out an action", url, action.due_on, action.text)


SOURCES: Final[tuple[Source, ...]] = (own_year, skills, training, actions)
