"""What the calendar brings: two weeks and three days before a date, those who see to it are told, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from governance.models import ObligationDate
from governance.notices_rules import date_is_near
from governance.rules.offering import offer_days
from schools import access
from schools.directory import holders, holds_post
from schools.models import Role
from trust import history
from trust.models import Message, User
from trust.sweep import day_to_follow

DAYS_BEFORE: Final = (3, 14)


def follow_obligations() -> None:
    """For the sweep. A demonstration that stands still is left as it is. Safe to run twice, and at once."""
    if today := day_to_follow():
        tell_of_dates(today)
        offer_days(today)


def tell_of_dates(today: date) -> int:
    """Write about each date that is near and not done, to its post's holder and the governance professional;
    how many messages were written. The nearest of the two reminders is the one that is sent."""
    last = today + timedelta(days=max(DAYS_BEFORE))
    near = Q(due_on__gte=today, due_on__lte=last) | Q(trust_due_on__gte=today, trust_due_on__lte=last)
    sent = 0
    for row in ObligationDate.objects.filter(near, done_on__isnull=True).select_related(
        "obligation", "school"
    ):
        for kind, day in (("own", row.trust_due_on), ("due", row.due_on)):
            if day is None or not today <= day <= last:
                continue
            before = next(each for each in DAYS_BEFORE if (day - today).days <= each)
            event = f"obligation.near {row.pk} {kind} {day} {before}"
            if Message.objects.filter(key__endswith=f":{event}").exists():
                continue
            with transaction.atomic():
                people = date_is_near(row, day, is_own=kind == "own", event=event, people=who_sees_to(row))
                if people:
                    history.record(None, "obligation.near-told", row, people=people, on=day)
            sent += people
    return sent


def _sees_to(person: User, row: ObligationDate) -> bool:
    """Whether the post is the person's, at that school where it is a school's."""
    if not holds_post(person, row.obligation.owner_post, row.school):
        return False
    return row.school is None or access.schools_for(person).filter(slug=row.school.slug).exists()


def who_sees_to(row: ObligationDate) -> list[User]:
    """Who holds the post that sees to it, there or in the trust, and the governance professional."""
    post = row.obligation.owner_post
    named = User.objects.filter(post__istartswith=post, is_active=True) if post else User.objects.none()
    found = [each for each in named if _sees_to(each, row)]
    if row.school is not None:
        found += holders(Role.HEAD, school=row.school)
    return list({each.pk: each for each in [*found, *holders(Role.CLERK)]}.values())
