"""The rows of the front pages: what is one's own to do, the members' page, and the page for everyone."""

from __future__ import annotations

from tests.access.expected import Row, row
from tests.access.scene import Scene


def _page(_scene: Scene, _scope: str) -> dict[str, str]:
    return {"page": "about"}


ROWS: dict[str, Row] = {
    # One's own: nobody reaches anybody else's, so whoever has signed in may ask.
    "schools:yours": row(own_get="200", own_post="405"),
    # What is issued to the members is theirs and the executive's.
    "governance:members": row(own_get="200 member executive; 403"),
    "governance:about": row(own_get="200 board; 403"),
    "governance:publish_about": row(_page, own_post="302 clerk; 403"),
    "governance:take_back_about": row(_page, own_post="302 clerk; 403"),
    # Until it is published there is nothing at this address; then it is everyone's.
    "governance:public_about": row(own_get="404 nobody; 404", own_post="405 nobody; 405"),
}
