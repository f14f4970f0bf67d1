"""Offers what the register of governors knows to the returns: how many of a school's places are filled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from governance.bodies.queries import standings
from governance.facts import Fact, is_offered, kpi_for
from kpis.actions import offer_prefill
from schools.models import Body
from trust import clock
from trust.queries import current_term

SOURCE: Final = "the register of governors"


def offer_places(body: Body) -> int:
    """Offer the places of a body to this term's return of each school that it governs; how many were."""
    kpi, today = kpi_for(Fact.GOVERNORS_IN_POST), clock.today()
    term = current_term(today)
    if kpi is None or term is None:
        return 0
    offered = 0
    for standing in standings(Body.objects.filter(pk=body.pk), today):
        if not standing.complement.places:
            continue
        for school in standing.schools:
            counts = standing.complement
            offer_prefill(
                kpi,
                school,
                term,
                source=SOURCE,
                as_at=today,
                numerator=Decimal(counts.filled),
                denominator=Decimal(counts.places),
            )
            offered += 1
    return offered


def offer_every_place() -> int:
    """Offer the places of every body that governs a school to this term's returns."""
    bodies = Body.objects.filter(schools_governed__isnull=False, closed_on__isnull=True).distinct()
    return sum(offer_places(body) for body in bodies)


def offer_once_a_day(today: date) -> int:
    """For the sweep: the same, once each day, so that a term that begins is offered what stood before it."""
    return 0 if is_offered(SOURCE, today) else offer_every_place()
