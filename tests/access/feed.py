"""The rows of a person's private calendar address."""

from __future__ import annotations

from typing import Any

from schools.feed.actions import make_address
from tests.access.expected import Row, row
from tests.access.scene import Scene


def address(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"key": make_address(by=scene.world.people["head_of_oak"])}


ROWS: dict[str, Row] = {
    # Everybody has the page; who holds no role has no dates, and so no address.
    "schools:feed": row(own_get="200", own_post="403 stranger; 200"),
    "schools:revoke_feed": row(own_post="302"),
    # The key is all that is asked for: a calendar program cannot sign in.
    "schools:feed_file": row(address, own_get="200 nobody; 200", own_post="405 nobody; 405"),
}
