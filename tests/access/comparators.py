"""Who reads national figures, and who keeps them."""

from __future__ import annotations

from typing import Any

from kpis.actions.statistics import keep_statistics
from kpis.models import Comparator
from tests import builders
from tests.access.expected import row
from tests.access.scene import Scene

STATISTICS = b"time_period,geographic_level,rate\n202425,National,93\n"
KEEPERS = "executive chair"


def _comparator(scene: Scene, scope: str) -> dict[str, Any]:
    known = Comparator.objects.filter(kpi=scene.kpi).first()
    return {"pk": (known or builders.make_comparator(scene.kpi, "93")).pk}


def _upload(scene: Scene, scope: str) -> dict[str, Any]:
    keeper = scene.world.people["executive"]
    return {"pk": keep_statistics(by=keeper, name="rates.csv", content=STATISTICS).pk}


ROWS = {
    "kpis:nationals": row(own_get="200 board oaks head_of_elm finance; 403"),
    "kpis:add_comparator": row(own_get=f"200 {KEEPERS}; 403", own_post=f"200 {KEEPERS}; 403"),
    "kpis:correct_comparator": row(
        _comparator, own_get=f"200 {KEEPERS}; 403", own_post=f"200 {KEEPERS}; 403"
    ),
    "kpis:known_nationals": row(
        fields=lambda scene: {"kpi": scene.kpi.code, "indicator": "attendance-100-overall-absence"},
        own_get=f"200 {KEEPERS}; 403",
        own_post=f"302 {KEEPERS}; 403",
    ),
    "kpis:send_statistics": row(own_get=f"200 {KEEPERS}; 403", own_post=f"200 {KEEPERS}; 403"),
    "kpis:statistics": row(_upload, own_get=f"200 {KEEPERS}; 403", own_post=f"200 {KEEPERS}; 403"),
    "kpis:statistics_again": row(_upload, own_post=f"302 {KEEPERS}; 403"),
}
