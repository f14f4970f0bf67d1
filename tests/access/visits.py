"""The rows of where a person is signed in: everybody's own, and nobody else's."""

from __future__ import annotations

from typing import Any

from tests.access.expected import Row, row
from tests.access.scene import Scene
from trust.clock import wall
from trust.models import Visit
from trust.visits.limits import LONGEST


def visit_of_the_head(scene: Scene, _scope: str) -> dict[str, Any]:
    moment = wall()
    at = {"began_at": moment, "seen_at": moment, "ends_at": moment + LONGEST}
    person = scene.world.people["head_of_oak"]
    return {"pk": Visit.objects.create(person=person, digest="d" * 40, device="Safari on an iPad", **at).pk}


ROWS: dict[str, Row] = {
    "trust:visits": row(own_get="200"),
    "trust:end_other_visits": row(own_post="302"),
    "trust:end_visit": row(visit_of_the_head, own_post="302 head_of_oak nobody; 404"),
    "trust:visit_left": row(own_get="200"),
    "trust:visit_stay": row(own_post="200"),
}
