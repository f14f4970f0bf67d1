"""The rows of later versions and withdrawals: who compiles says what changed, three roles withdraw."""

from __future__ import annotations

from typing import Any

from tests.access.expected import Row, row
from tests.access.house import update
from tests.access.scene import Scene


def kept(scene: Scene, scope: str) -> dict[str, Any]:
    """The issued Update of the scene, by its number."""
    return {"pk": scene.build(scope).update_of_id}


ROWS: dict[str, Row] = {
    "governance:briefing": row(update, own_get="200 executive; 404", draft_get="200 executive; 404"),
    # One version has nothing to compare it with.
    "governance:update_changes": row(update, own_get="404", own_post="404 executive; 403"),
    # An empty reason is sent back.
    "governance:withdraw": row(
        kept, own_get="200 executive chair clerk; 404", own_post="422 executive chair clerk; 404"
    ),
}
