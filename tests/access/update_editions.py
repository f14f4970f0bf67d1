"""The rows of editions: made by who compiles, read by those for whom each was issued."""

from __future__ import annotations

from typing import Any

from tests.access.expected import Row, row
from tests.access.house import update
from tests.access.scene import Scene

REFUSED = "302 executive; 403"
KEEPERS = "200 chair clerk; 404"


def edition(_scene: Scene, _scope: str) -> dict[str, Any]:
    return {"edition": "public"}


def of_term(scene: Scene, scope: str) -> dict[str, Any]:
    return update(scene, scope) | {"edition": "public"}


def report(scene: Scene, scope: str) -> dict[str, Any]:
    """The school's own, in the term of its return."""
    returned = scene.draft(scope)
    return {"term": returned.term.ref, "slug": scene.school(scope).slug}


def key(_scene: Scene) -> dict[str, str]:
    return {"key": "grid"}


def chosen(_scene: Scene) -> dict[str, Any]:
    return {"version": "1", "sections": ["kpi-heat-map"]}


ROWS: dict[str, Row] = {
    "governance:editions": row(own_get="200 board head_of_oak governor_of_oak head_of_elm member; 403"),
    "governance:edition_sections": row(
        edition, fields=chosen, own_get="200 executive; 404", own_post="302 executive; 404"
    ),
    "governance:term_editions": row(update, own_get="200 executive; 404", draft_get="200 executive; 404"),
    "governance:build_edition": row(of_term, fields=key, own_post=REFUSED, draft_post=REFUSED),
    "governance:issue_edition": row(of_term, fields=key, own_post=REFUSED, draft_post=REFUSED),
    "governance:public_update": row(own_get="404 nobody; 404", own_post="405 nobody; 405"),
    "governance:head_report": row(
        report,
        fields=lambda scene: {"key": "grid", "words": "Well."},
        own_get="200 head_of_oak; 404",
        own_post="302 head_of_oak; 404",
        other_get="200 head_of_elm; 404",
        other_post="302 head_of_elm; 404",
    ),
    "governance:part_two": row(
        update,
        fields=lambda scene: {"key": "grid", "words": "Alone."},
        own_get=KEEPERS,
        own_post="302 chair clerk; 404",
        draft_get=KEEPERS,
        draft_post="302 chair clerk; 404",
    ),
    "governance:give_part_two": row(
        update, own_post="302 chair clerk; 404", draft_post="302 chair clerk; 404"
    ),
    "governance:give_report": row(report, own_post="302 head_of_oak; 404", other_post="302 head_of_elm; 404"),
}
