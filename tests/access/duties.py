"""The rows of one's year: the interests of Oak's governor are one's own, those of Elm's another's."""

from __future__ import annotations

from typing import Any

from governance.models import Declaration
from tests.access.bodies import ELSEWHERE, ENTER, READERS, SEES_ELM, SEES_OAK, seat_of
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once

SEES_BODIES = "board head_of_oak head_of_elm governor_of_oak"


def declaration_of(scene: Scene, scope: str) -> Declaration:
    """A published one; who may see one that is not published is in the tests of the room."""
    person = seat_of(scene, scope).person
    return _once(
        scene,
        f"declaration {scope}",
        lambda: Declaration.objects.create(person=person, year=2026, state="published", has_none=True),
    )


def declaration(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": declaration_of(scene, scope).pk}


def _settles() -> Row:
    return row(
        declaration,
        own_post=f"302 clerk; 403 {READERS}; 404",
        other_post=f"302 clerk; 403 {ELSEWHERE}; 404",
    )


ROWS: dict[str, Row] = {
    "governance:your_year": row(own_get="200", own_post="422"),
    "governance:declare": row(own_get=f"200 {SEES_BODIES}; 403", own_post=f"422 {SEES_BODIES}; 403"),
    "governance:take_over_interests": row(own_post=f"302 {SEES_BODIES}; 403"),
    "governance:interests": row(own_get=ENTER),
    "governance:declaration": row(
        declaration, own_get=f"200 {SEES_OAK}; 404", other_get=f"200 {SEES_ELM}; 404"
    ),
    "governance:publish_interests": _settles(),
    "governance:take_back_interests": _settles(),
    "governance:duties": row(own_get="200 clerk; 403"),
    "governance:ask_duties": row(own_get="200 clerk; 403", own_post="422 clerk; 403"),
    "governance:remind_duties": row(own_post="302 clerk; 403"),
}
