"""The rows of highlights: noted by who sees the school, chosen by who compiles."""

from __future__ import annotations

from typing import Any

from governance.models import Highlight
from tests.access.expected import Row, row
from tests.access.scene import Scene
from tests.builders import NOW

SEES = "board oaks head_of_elm finance"


def noted(scene: Scene, scope: str) -> dict[str, Any]:
    """One of the own school, noted by the executive."""
    made, _ = Highlight.objects.get_or_create(
        request_key=scope,
        defaults={
            "school": scene.world.oak, "on": NOW.date(), "text": "A prize.", "at": NOW,
            "by": scene.world.people["executive"],
        },
    )  # fmt: skip
    return {"pk": made.pk}


ROWS: dict[str, Row] = {
    # An empty form is sent back with what is missing.
    "governance:highlights": row(own_get=f"200 {SEES}; 403", own_post=f"422 {SEES}; 403"),
    "governance:choose_highlight": row(noted, own_post="403 board oaks finance; 302 executive; 404"),
    "governance:take_back_highlight": row(noted, own_post="403 board oaks finance; 302 executive; 404"),
}
