"""Offers what the register of governors knows to the returns: how many of a school's places are filled."""

from __future__ import annotations

from datetime import date
from typing import Final

from governance.bodies.queries import standings
from governance.facts import Fact, is_offered, offer_counts
from schools.models import Body
from trust import clock

SOURCE: Final = "the register of governors"


def offer_places(body: Body) -> int:
    """Offer the places of a body to this term's return of each school that it governs; how many were."""
    shown = standings(Body.objects.filter(pk=body.pk), clock.today())
    return offer_counts(
        Fact.GOVERNORS_IN_POST,
        SOURCE,
        [
            (school, each.complement.filled, each.complement.places)
            for each in shown
            if each.complement.places
            for school in each.schools
        ],
    )


def offer_every_place() -> int:
    """Offer the places of every body that governs a school to this term's returns."""
    bodies = Body.objects.filter(schools_governed__isnull=False, closed_on__isnull=True).distinct()
    return sum(offer_places(body) for body in bodies)


def offer_once_a_day(today: date) -> int:
    """For the sweep: the same, once each day, so that a term that begins is offered what stood before it."""
    return 0 if is_offered(SOURCE, today) else offer_every_place()
