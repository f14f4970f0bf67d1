"""What the plan asks of a person: to rate the milestones that are due this term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from milestones.models import Priority
from milestones.progress import TermDates
from milestones.queries import current_plan, matrix
from milestones.queries.asked import rated_by
from milestones.queries.plans import terms_of
from milestones.queries.stands import RATED
from milestones.queries.visible import own, reader_for
from schools import access, yours
from schools.access import Permission
from schools.yours import Duty, in_words
from trust.models import User


def enter_duties() -> None:
    """Register what this floor knows of; called once, when the app is ready."""
    yours.register(milestones_to_rate)


def milestones_to_rate(user: User, today: date) -> Iterable[Duty]:
    """The lines of the plan with something due this term that the person may rate and nobody has rated."""
    if not _rates(user):
        return
    plan = current_plan(today)
    term = next((each for each in terms_of(plan) if each.starts <= today < each.ends), None) if plan else None
    if plan is None or term is None:
        return
    found = matrix(plan, user=user, now=term)
    may = rated_by(found, user, term)
    lines = [each for each in found.lines if each.priority in may and each.due_now]
    unrated = [each for each in lines if each.rag.mark not in RATED]
    if unrated:
        due = TermDates(term.ref, term.ends, term.ratings_due).last_day_for_ratings
        words = f"Rate {in_words(len(unrated), 'milestone', 'milestones')} for {term.name}"
        about = ", ".join(each.code for each in unrated)
        yield Duty(words, reverse("milestones:to_rate"), due, about)


def _rates(user: User) -> bool:
    if not access.allows(user, Permission.SEE_PLAN):
        return False
    rates = access.allows(user, Permission.RATE_MILESTONE)
    return rates or Priority.objects.filter(own(reader_for(user))).exists()
