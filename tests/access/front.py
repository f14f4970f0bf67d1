"""The rows of the front pages: what is one's own to do, the members' page, and the page for everyone."""

from __future__ import annotations

from tests.access.expected import Row, row

ROWS: dict[str, Row] = {
    # One's own: nobody reaches anybody else's, so whoever has signed in may ask.
    "schools:yours": row(own_get="200", own_post="405"),
}
