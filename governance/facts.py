"""Which KPI takes which fact that the boardroom knows: the one home of these codes.

They are the codes of the starter library; a trust that asks no such KPI is offered nothing.
"""

from __future__ import annotations

from enum import StrEnum

from kpis.models import Kpi


class Fact(StrEnum):
    """A fact, and the code of the KPI that asks for it."""

    GOVERNORS_IN_POST = "GOV-SEA"
    GOVERNORS_TRAINED = "GOV-TRN"


def kpi_for(fact: Fact) -> Kpi | None:
    """The KPI that asks for this fact, or None where the trust has none of that code."""
    return Kpi.objects.filter(code=fact).first()
