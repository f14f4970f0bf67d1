"""The rows of rating: what is asked for this term, one line of it, and rating by one key in the matrix."""

from __future__ import annotations

from tests.access.expected import Row, row
from tests.access.scene import Scene, priority, rating

RATES = "302 executive; 403 chair trustee clerk auditor oaks head_of_elm finance; 404"


def green(_scene: Scene) -> dict[str, str]:
    return {"mark": "green", "seen_version": "0", "track": "0"}


ROWS: dict[str, Row] = {
    "milestones:to_rate": row(own_get="200 board oaks head_of_elm finance; 403"),
    "milestones:rate_due": row(priority, fields=green, own_post=RATES),
    # Without htmx, as here, both lead to the whole form.
    "milestones:quick": row(rating, fields=green, own_get=RATES, own_post=RATES),
}
