"""What meetings add to the pages of the floors below: the remits that stand on a KPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.models import RemitState
from governance.queries import threads
from governance.slots import marked
from kpis.models import Kpi
from schools import access
from schools.access import Permission
from trust.slots import Contribution, register


def fill_slots() -> None:
    """Register what this room adds; called once, when the app is ready."""
    register("kpi.aside", kpi_aside, order=20)


def kpi_aside(context: Mapping[str, Any]) -> Contribution | None:
    """The remits on a KPI that no meeting has closed, of those that the reader may follow."""
    user, kpi = context["request"].user, context["kpi"]
    assert isinstance(kpi, Kpi)
    if not access.allows(user, Permission.SEE_THREAD):
        return None
    remits = marked(threads.remits_for(user).filter(kpi=kpi).exclude(state=RemitState.CLOSED))
    return Contribution("governance/meetings/_kpi_remits.html", {"remits": remits}) if remits else None
