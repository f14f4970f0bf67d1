"""Which KPI takes which fact that the boardroom knows: the one home of these codes.

They are the codes of the starter library; a trust that asks no such KPI is offered nothing.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from kpis.models import Kpi, Prefill
from trust.queries import current_term


class Fact(StrEnum):
    """A fact, and the code of the KPI that asks for it."""

    GOVERNORS_IN_POST = "GOV-SEA"
    GOVERNORS_TRAINED = "GOV-TRN"


def kpi_for(fact: Fact) -> Kpi | None:
    """The KPI that asks for this fact, or None where the trust has none of that code."""
    return Kpi.objects.filter(code=fact).first()


def is_offered(source: str, today: date) -> bool:
    """Whether that source has offered its facts today; outside the calendar there is nothing to offer to."""
    term = current_term(today)
    return term is None or Prefill.objects.filter(term=term, source=source, as_at=today).exists()
