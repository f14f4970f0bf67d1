"""The rows of the evidence by inspection area: for who sees a place's compliance."""

from __future__ import annotations

from typing import Any

from schools.models import EvaluationArea
from tests.access.expected import Row, row
from tests.access.scene import Scene

SEES_OAK, SEES_ELM = "200 board head_of_oak governor_of_oak; 404", "200 board head_of_elm; 404"
KEEPS = "200 executive clerk; 403"


def _area() -> EvaluationArea:
    return EvaluationArea.objects.get_or_create(name="Inclusion")[0]


def of_school(scene: Scene, scope: str) -> dict[str, Any]:
    return {"slug": scene.school(scope).slug, "pk": _area().pk}


def area(_scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": _area().pk}


ROWS: dict[str, Row] = {
    "governance:evidence": row(
        own_get="200 board head_of_oak head_of_elm governor_of_oak finance; 403",
    ),
    "governance:evidence_pack": row(of_school, own_get=SEES_OAK, other_get=SEES_ELM),
    "governance:evidence_file": row(of_school, own_get=SEES_OAK, other_get=SEES_ELM),
    "governance:evidence_areas": row(own_get=KEEPS),
    "governance:evidence_area": row(area, own_get=KEEPS, own_post="422 executive clerk; 403"),
}
