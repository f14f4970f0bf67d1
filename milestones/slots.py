"""What the workshop adds to the pages of the floors below: what a KPI serves in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milestones.queries.trace import served_by
from schools import access
from schools.access import Permission, Person
from trust.slots import Contribution, register


def fill_slots() -> None:
    """Register what this floor adds; called once, when the app is ready."""
    register("kpi.aside", kpi_aside)


def kpi_aside(context: Mapping[str, Any]) -> Contribution | None:
    """The questions, objectives and priorities that the KPI serves, for who sees the plan."""
    user: Person = context["request"].user
    if not access.allows(user, Permission.SEE_PLAN):
        return None
    serves = served_by(context["kpi"], user)
    return Contribution("milestones/_kpi_serves.html", {"serves": serves}) if serves else None
