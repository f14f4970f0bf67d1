"""Offers what the training plan knows to the returns: how many people in post were trained this year."""

from __future__ import annotations

from typing import Final

from governance.facts import Fact, is_offered, offer_counts
from governance.training.owing import reach
from trust import clock
from trust.sweep import day_to_follow
from trust.terms import academic_year

SOURCE: Final = "the training plan"


def offer_training() -> int:
    """Offer each school its own body's numbers for this term's return; how many were offered."""
    today = clock.today()
    return offer_counts(
        Fact.GOVERNORS_TRAINED,
        SOURCE,
        [
            (school, each.trained, each.people)
            for each in reach(academic_year(today), today)
            for school in each.body.schools_governed.all()
        ],
    )


def follow_training() -> None:
    """For the sweep: offer once each day, so that a term that begins is offered what stood before it."""
    today = day_to_follow()
    if today and not is_offered(SOURCE, today):
        offer_training()
