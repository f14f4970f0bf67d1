"""The rows of the editions of the plan: reading, writing, adopting, comparing, and the plan as on a day."""

from __future__ import annotations

from typing import Any

from milestones.actions.copies import keep_copy
from milestones.models import Plan
from tests.access.expected import Row, row
from tests.access.scene import Scene
from tests.builders import TODAY, make_line

READS = "200 board oaks head_of_elm finance; 404"
WRITES = "403 chair trustee clerk auditor oaks head_of_elm finance; 404"


def edition(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": scene.line.plan_id}


def draft(scene: Scene, scope: str) -> dict[str, Any]:
    """A draft with a line, which only those who write it and the board read."""
    plan, is_new = Plan.objects.get_or_create(
        title="A draft",
        defaults={
            "state": "draft",
            "first_term": scene.line.plan.first_term,
            "last_term": scene.line.plan.last_term,
        },
    )
    if is_new:
        make_line(plan, priority=scene.line.priority)
    return {"pk": plan.pk}


def chapters(scene: Scene, scope: str) -> dict[str, Any]:
    return edition(scene, scope) | {"part": "texts"}


def on_day(scene: Scene, scope: str) -> dict[str, Any]:
    if not scene.line.plan.copies.exists():
        keep_copy(scene.line.plan, "Imported")
    return edition(scene, scope) | {"day": TODAY}


def decision(_scene: Scene) -> dict[str, str]:
    return {"adopted_on": "2026-10", "minute": "7.2", "approved_by": "The board"}


def both(scene: Scene) -> dict[str, int]:
    return {"from": scene.line.plan_id, "to": scene.line.plan_id}


ROWS: dict[str, Row] = {
    "milestones:editions": row(own_get="200 board oaks head_of_elm finance; 403"),
    "milestones:compare": row(query=both, own_get="200 board oaks head_of_elm finance; 403"),
    "milestones:edition": row(edition, own_get=READS),
    "milestones:edition_part": row(
        chapters,
        fields=lambda scene: {"more": "1"},
        own_get=f"200 executive; {WRITES}",
        own_post=f"200 executive; {WRITES}",
    ),
    "milestones:adopt": row(
        draft,
        fields=decision,
        own_get="200 executive chair clerk; 403 trustee auditor; 404",
        own_post="302 executive chair clerk; 403 trustee auditor; 404",
    ),
    "milestones:standing_ask": row(edition, own_get=READS),
    "milestones:standing": row(on_day, own_get=READS),
    "milestones:standing_pdf": row(on_day, own_get=READS),
}
