"""What the calendar brings: a term of office that ends is told of once, and opens its checklist when over."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from governance.bodies import checklist
from governance.bodies.actions.offering import offer_once_a_day, offer_places
from governance.bodies.actions.tasks import open_at_end
from governance.bodies.queries import ending_soon, followed
from governance.models import Office, Seat
from governance.notices_bodies import term_is_ending, told_of_ending
from schools.directory import holders
from schools.models import Role
from trust import history
from trust.models import User
from trust.sweep import day_to_follow


def follow_terms_of_office() -> None:
    """For the sweep. A demonstration that stands still is left as it is. Safe to run twice, and at once."""
    if today := day_to_follow():
        tell_of_endings(today)
        open_departures(today)
        offer_once_a_day(today)


def tell_of_endings(today: date) -> int:
    """Write to the governance professional and the body's chair about each term that ends within 90 days."""
    told = told_of_ending()
    sent = 0
    for seat in ending_soon(today):
        if f"{seat.pk} {seat.ends}" in told or followed(seat):
            continue
        with transaction.atomic():
            people = term_is_ending(seat, _who_acts(seat, today))
            if people:
                history.record(None, "seat.ending-told", seat, people=people)
        sent += people
    return sent


def open_departures(today: date) -> int:
    """The checklist of those whose term of office has ended and was not renewed; how many were opened."""
    ended = Seat.objects.filter(
        ends__lte=today, ends__gt=today - checklist.LONG_AGO, left_on__isnull=True, tasks__at_end=True
    )
    over = Seat.objects.filter(ends__lte=today, ends__gt=today - checklist.LONG_AGO, left_on__isnull=True)
    opened = 0
    for seat in over.exclude(pk__in=ended.values("pk")).select_related("body", "person"):
        if followed(seat) or seat.ends is None or seat.body.kind not in checklist.GOVERNING:
            continue
        with transaction.atomic():
            open_at_end(seat, seat.ends)
        offer_places(seat.body)
        opened += 1
    return opened


def _who_acts(seat: Seat, today: date) -> list[User]:
    chairs = Seat.objects.filter(body=seat.body_id, office=Office.CHAIR).select_related("person")
    people = {each.person.pk: each.person for each in chairs if each.is_held_on(today)}
    return list({person.pk: person for person in [*holders(Role.CLERK), *people.values()]}.values())
