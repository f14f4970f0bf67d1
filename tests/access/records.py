"""The rows of the history, and of what is said about personal data."""

from __future__ import annotations

from tests.access.expected import Row, row

READS = "200 executive chair clerk auditor admin; 403"

ROWS: dict[str, Row] = {
    "schools:history": row(own_get=READS),
    "schools:verify_history": row(own_post="302 executive chair clerk auditor admin; 404"),
    # Without signing in, so that they can be read before.
    "schools:privacy": row(own_get="200 nobody; 200", own_post="405 nobody; 405"),
    "schools:accessibility": row(own_get="200 nobody; 200", own_post="405 nobody; 405"),
    "schools:erase_person": row(
        lambda scene, scope: {"pk": scene.world.people["stranger"].pk},
        own_get="200 admin; 403",
        own_post="422 admin; 403",
    ),
    "schools:keep_privacy": row(own_get="200 executive admin; 403", own_post="422 executive admin; 403"),
    "governance:requests": row(own_get="200 clerk; 403"),
    "governance:disclose_person": row(own_post="422 clerk; 403"),
    "governance:disclose_term": row(own_post="422 clerk; 403"),
}
