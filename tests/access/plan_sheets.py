"""The rows of the programme sheet, of what can become of a priority, and of the trace."""

from __future__ import annotations

from typing import Any

from tests.access.expected import Row, row
from tests.access.scene import Scene, priority

SEES_PLAN = "200 board oaks head_of_elm finance; 404"
READS_ONLY = "403 chair trustee clerk auditor oaks head_of_elm finance; 404"


def part(scene: Scene, scope: str) -> dict[str, Any]:
    return priority(scene, scope) | {"part": "steps"}


def closing(scene: Scene, scope: str) -> dict[str, Any]:
    return priority(scene, scope) | {"what": "close"}


ROWS: dict[str, Row] = {
    "milestones:sheet_pdf": row(priority, own_get=SEES_PLAN),
    "milestones:sheet_part": row(
        part,
        fields=lambda scene: {"more": "1"},
        own_get=f"200 executive; {READS_ONLY}",
        own_post=f"200 executive; {READS_ONLY}",
    ),
    "milestones:sheet_links": row(
        priority,
        own_get=f"200 executive; {READS_ONLY}",
        own_post=f"422 executive; {READS_ONLY}",
    ),
    "milestones:change_priority": row(priority, own_get=f"200 executive; {READS_ONLY}"),
    "milestones:change_to": row(
        closing,
        fields=lambda scene: {"since": scene.world.term.pk, "reason": "It is reached."},
        own_get=f"200 executive; {READS_ONLY}",
        own_post=f"302 executive; {READS_ONLY}",
    ),
    "milestones:trace": row(
        lambda scene, scope: priority(scene, scope) and {},
        own_get="200 board oaks head_of_elm finance; 403",
    ),
}
