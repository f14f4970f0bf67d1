"""Who keeps the KPI book; reading it is in `house`."""

from __future__ import annotations

from typing import Any

from kpis.models import CrossCheck
from tests import builders
from tests.access.expected import row
from tests.access.scene import Scene

KEEPERS = "executive chair"
OPENS = f"200 {KEEPERS}; 403"
MOVES = f"302 {KEEPERS}; 403"


def _kpi(scene: Scene, scope: str) -> dict[str, Any]:
    return {"code": scene.kpi.code}


def _area(scene: Scene, scope: str) -> dict[str, Any]:
    return {"area": scene.kpi.area.slug}


def _check(scene: Scene, scope: str) -> dict[str, Any]:
    sides = {"part": "value", "relation": "at-most", "other_part": "value", "words": "Cannot be."}
    known = CrossCheck.objects.first()
    check = known or CrossCheck.objects.create(kpi=scene.kpi, other=builders.make_kpi("PA"), **sides)
    return _kpi(scene, scope) | {"pk": check.pk}


def _retired(scene: Scene, scope: str) -> dict[str, Any]:
    scene.kpi.retired_from = builders.make_term(scene.world.term.ref.next)
    scene.kpi.save()
    return _kpi(scene, scope)


ROWS = {
    "kpis:new_kpi": row(own_get=OPENS),
    "kpis:define_kpi": row(lambda scene, scope: {"kind": "measure"}, own_get=OPENS, own_post=OPENS),
    "kpis:library": row(own_get=OPENS, own_post=OPENS),
    "kpis:areas": row(own_get=OPENS, own_post=OPENS),
    "kpis:rename_area": row(_area, own_get=OPENS, own_post=OPENS),
    "kpis:move_area": row(_area, own_post=MOVES),
    "kpis:edit_kpi": row(_kpi, own_get=OPENS, own_post=OPENS),
    "kpis:place_kpi": row(_kpi, fields=lambda scene: {"move": "up"}, own_post=MOVES),
    "kpis:checks": row(_kpi, own_get=OPENS, own_post=OPENS),
    "kpis:drop_check": row(_check, own_post=MOVES),
    "kpis:retire_kpi": row(_kpi, own_get=OPENS, own_post=OPENS),
    "kpis:restore_kpi": row(_retired, own_get=OPENS, own_post=MOVES),
}
