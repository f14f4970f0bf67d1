"""The rows of the scheme of delegation: published versions for all who govern, the draft for its keeper."""

from __future__ import annotations

from typing import Any

from governance.delegation.actions import begin_draft
from governance.models import Scheme
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once

READS = "board head_of_oak head_of_elm governor_of_oak"


def draft_of(scene: Scene) -> Scheme:
    return _once(scene, "scheme", lambda: begin_draft(by=scene.world.people["clerk"]))


def number(scene: Scene, scope: str) -> dict[str, Any]:
    return {"number": draft_of(scene).number}


def matter(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": draft_of(scene).matters.order_by("position").first().pk}  # type: ignore[union-attr]


def column(scene: Scene, scope: str) -> dict[str, Any]:
    return {"pk": draft_of(scene).parties.order_by("-position").first().pk}  # type: ignore[union-attr]


KEEPS, POSTS, PUBLIC = "200 clerk; 403", "302 clerk; 403", "404 nobody; 404"

ROWS: dict[str, Row] = {
    "governance:scheme": row(own_get=f"200 {READS}; 403"),
    "governance:begin_scheme": row(own_post=POSTS),
    "governance:show_scheme": row(own_post=POSTS),
    "governance:hide_scheme": row(own_post=POSTS),
    # A draft: whoever may read schemes finds none of that number.
    "governance:scheme_version": row(
        number, own_get=f"200 clerk; 404 {READS.replace('board', 'executive chair trustee auditor')}; 403"
    ),
    "governance:publish_scheme": row(
        number,
        fields=lambda scene: {"starts": "2026-11-18", "minute": "Board, 18 November 2026"},
        own_get=KEEPS,
        own_post=POSTS,
    ),
    "governance:drop_scheme": row(number, own_get=KEEPS, own_post=POSTS),
    "governance:add_matter": row(number, own_get=KEEPS, own_post="422 clerk; 403"),
    "governance:scheme_columns": row(
        number, fields=lambda scene: {"name": "Chief financial officer"}, own_get=KEEPS, own_post=POSTS
    ),
    "governance:change_matter": row(matter, own_get=KEEPS, own_post="422 clerk; 403"),
    "governance:remove_matter": row(matter, own_post=POSTS),
    "governance:remove_column": row(column, own_post=POSTS),
    "governance:public_scheme": row(own_get=PUBLIC, own_post="405 nobody; 405"),
}
