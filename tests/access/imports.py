"""The rows of plans on their way in: sent, read, answered, confirmed, undone; all the executive's."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from milestones.imports import as_json, read_text
from milestones.models import PlanImport
from tests.access.expected import Row, row
from tests.access.scene import Scene
from trust.blobs import keep

TEXT = "Plan\n\t2026/27 (1)\t2026/27 (2)\n1a Reading\tChoose it\t\n"
FAMILY = UUID(int=4)


def sent(scene: Scene, scope: str) -> dict[str, Any]:
    """A plan that the executive has sent in and a worker has read, with two questions open."""
    made, _ = PlanImport.objects.get_or_create(
        key=uuid5(FAMILY, scope),
        defaults={
            "name": "plan.txt",
            "sent": keep(TEXT.encode()),
            "by": scene.world.people["executive"],
            "reading": as_json(read_text(TEXT)) | {"sent": []},
            "state": "ready",
        },
    )
    return {"pk": made.pk}


def nothing(scene: Scene) -> dict[str, Any]:
    return {}


ROWS: dict[str, Row] = {
    "milestones:imports": row(own_get="200 executive; 403", own_post="422 executive; 403", fields=nothing),
    "milestones:import": row(sent, own_get="200 executive; 403"),
    "milestones:import_progress": row(sent, own_get="302 executive; 403"),
    "milestones:import_sent": row(sent, own_get="200 executive; 403"),
    "milestones:import_answer": row(sent, fields=nothing, own_post="302 executive; 403"),
    "milestones:import_confirm": row(
        sent, own_get="302 executive; 403", own_post="302 executive; 403", fields=nothing
    ),
    "milestones:import_stop": row(sent, own_post="302 executive; 403"),
    "milestones:import_undo": row(sent, own_post="302 executive; 403"),
    "milestones:import_aside": row(sent, own_post="302 executive; 403"),
    "milestones:import_again": row(sent, own_post="302 executive; 403"),
}
