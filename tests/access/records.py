"""The rows of the history, and of what is said about personal data."""

from __future__ import annotations

from tests.access.expected import Row, row

READS = "200 executive chair clerk auditor admin; 403"

ROWS: dict[str, Row] = {
    "schools:history": row(own_get=READS),
    "schools:verify_history": row(own_post="302 executive chair clerk auditor admin; 404"),
}
