"""The rows of what is written for an Update: for whoever compiles it, and for nobody else."""

from __future__ import annotations

from tests.access.expected import Row, row
from tests.access.scene import key, update

ROWS: dict[str, Row] = {
    # What has been issued is not written on any more.
    "governance:update_words": row(
        update,
        fields=key,
        own_get="200 executive; 404",
        own_post="409 executive; 404",
        draft_get="200 executive; 404",
        draft_post="302 executive; 404",
    ),
    # Nor is it drafted for: the page says so.
    "governance:draft_words": row(update, own_post="302 executive; 404", draft_post="302 executive; 404"),
}
