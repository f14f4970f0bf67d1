"""Who reads a school's page before it is issued, and who replies on it."""

from __future__ import annotations

from typing import Any

from tests.access.expected import row
from tests.access.scene import Scene


def _page(scene: Scene, scope: str) -> dict[str, Any]:
    term = scene.build("draft").update_of.term
    term.issue_on = None
    term.board_date = scene.world.term.starts
    term.save()
    return {"term": term.ref, "slug": scene.school(scope).slug}


ROWS = {
    "governance:page_ahead": row(
        _page, own_get="200 executive head_of_oak; 404", other_get="200 executive head_of_elm; 404"
    ),
    # The frozen pages of the scene are of other schools than the cast's.
    "governance:page_sheet": row(_page, own_get="404", other_get="404"),
    "governance:page_reply": row(
        _page,
        fields=lambda scene: {"text": "Two officers have started."},
        own_post="302 head_of_oak; 403 executive; 404",
        other_post="302 head_of_elm; 403 executive; 404",
    ),
}
