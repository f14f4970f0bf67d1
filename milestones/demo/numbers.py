"""What the demonstration's plan counts: a number to reach, and a KPI whose figure says how far a line is."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from kpis.models import Kpi
from milestones.models import Milestone, Plan
from trust.terms import TermRef

TARGETS = {("2a", TermRef(2026, 1)): (Decimal(10), "trainees")}
KPIS = {("4a", TermRef(2026, 1)): "ATT"}


def give_numbers(plan: Plan) -> None:
    """Say of a few milestones, by their line and first term, what is counted."""
    for (code, first), (target, unit) in TARGETS.items():
        _milestones(plan, code, first).update(target=target, unit=unit)
    for (code, first), kpi in KPIS.items():
        _milestones(plan, code, first).update(kpi=Kpi.objects.get(code=kpi))


def _milestones(plan: Plan, code: str, first: TermRef) -> QuerySet[Milestone]:
    return Milestone.objects.filter(
        line__plan=plan, line__code=code, from_term__year=first.year, from_term__number=first.number
    )
