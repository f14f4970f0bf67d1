"""Offers what the training plan knows to the returns: how many people in post were trained this year."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from governance.facts import Fact, is_offered, kpi_for
from governance.training.queries import reach
from kpis.actions import offer_prefill
from trust import clock
from trust.queries import current_term
from trust.sweep import day_to_follow
from trust.terms import academic_year

SOURCE: Final = "the training plan"


def offer_training() -> int:
    """Offer each school its own body's numbers for this term's return; how many were offered."""
    kpi, today = kpi_for(Fact.GOVERNORS_TRAINED), clock.today()
    term = current_term(today)
    if kpi is None or term is None:
        return 0
    offered = 0
    for each in reach(academic_year(today), today):
        for school in each.body.schools_governed.all():
            offer_prefill(
                kpi,
                school,
                term,
                source=SOURCE,
                as_at=today,
                numerator=Decimal(each.trained),
                denominator=Decimal(each.people),
            )
            offered += 1
    return offered


def follow_training() -> None:
    """For the sweep: offer once each day, so that a term that begins is offered what stood before it."""
    today = day_to_follow()
    if today and not is_offered(SOURCE, today):
        offer_training()
