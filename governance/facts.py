"""Which KPI takes which fact that the boardroom knows, and offering it: the one home of these codes.

They are the codes of the starter library; a trust that asks no such KPI is offered nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kpis.actions import offer_prefill
from kpis.models import Kpi, Prefill
from schools.models import School
from trust import clock
from trust.queries import current_term


class Fact(StrEnum):
    """A fact, and the code of the KPI that asks for it."""

    GOVERNORS_IN_POST = "GOV-SEA"
    GOVERNORS_TRAINED = "GOV-TRN"


def kpi_for(fact: Fact) -> Kpi | None:
    """The KPI that asks for this fact, or None where the trust has none of that code."""
    return Kpi.objects.filter(code=fact).first()


def offer_counts(fact: Fact, source: str, counts: Iterable[tuple[School, int, int]]) -> int:
    """Offer so many of so many to this term's return of each school; how many were offered."""
    kpi, today = kpi_for(fact), clock.today()
    term = current_term(today)
    if kpi is None or term is None:
        return 0
    offered = 0
    for school, some, of in counts:
        numerator, denominator = Decimal(some), Decimal(of)
        offer_prefill(
            kpi, school, term, source=source, as_at=today, numerator=numerator, denominator=denominator
        )
        offered += 1
    return offered


def is_offered(source: str, today: date) -> bool:
    """Whether that source has offered its facts today; outside the calendar there is nothing to offer to."""
    term = current_term(today)
    return term is None or Prefill.objects.filter(term=term, source=source, as_at=today).exists()
