"""The rows of schools from the register: whoever keeps the settings."""

from __future__ import annotations

from tests.access.expected import Row, row

ROWS: dict[str, Row] = {
    # An empty form is sent back with what is missing.
    "schools:bring_schools": row(own_get="200 executive admin; 403", own_post="422 executive admin; 403"),
    # What was not read here is not taken over: the page to send files in says so.
    "schools:take_schools": row(own_post="302 executive admin; 403"),
}
