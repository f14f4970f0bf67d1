"""The rows of the register of governance: the boardroom's to see, the clerk's to publish."""

from __future__ import annotations

from tests.access.expected import Row, row

PUBLISHES = "302 clerk; 403"

ROWS: dict[str, Row] = {
    "governance:register": row(own_get="200 board; 403"),
    "governance:publish_register": row(own_post=PUBLISHES),
    "governance:take_back_register": row(own_post=PUBLISHES),
    # Until it is published there is nothing at this address; then it is everyone's.
    "governance:public_register": row(own_get="404 nobody; 404", own_post="405 nobody; 405"),
}
