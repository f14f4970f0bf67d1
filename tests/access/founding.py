"""The rows of a trust's first hour: whoever keeps the settings, while setting up is under way."""

from __future__ import annotations

from typing import Any

from governance.models import Founding
from tests.access.expected import Row, row
from tests.access.scene import Scene, _once
from tests.builders import NOW


def under_way(scene: Scene, scope: str) -> dict[str, Any]:
    """Setting up has begun, by the administrator; the arguments of an address without any."""
    admin = scene.world.people["admin"]
    _once(scene, "founding", lambda: Founding.objects.create(begun_at=NOW, begun_by=admin))
    return {}


def a_step(scene: Scene, scope: str) -> dict[str, Any]:
    return under_way(scene, scope) | {"step": "kpis"}


SHOWN = "200 executive admin; 403"
# An empty form is sent back with what is missing.
UNFIT = "422 executive admin; 403"
# The two addresses that need nobody to have signed in.
WRONG_METHOD = "405 nobody; 405"
ROWS: dict[str, Row] = {
    # The trust of the grid has none.
    "trust:logo": row(
        lambda scene, scope: {"sha256": "0" * 64}, own_get="404 nobody; 404", own_post=WRONG_METHOD
    ),
    "governance:set_up": row(under_way, own_get=SHOWN, own_post=WRONG_METHOD),
    # There is a trust already: everybody is led to the list, or to sign in.
    "governance:set_up_begin": row(own_get=WRONG_METHOD, own_post="302"),
    # It says what is still to do.
    "governance:set_up_finish": row(under_way, own_post="302 executive admin; 403"),
    "governance:wipe_demonstration": row(own_get="200 admin; 403", own_post="422 admin; 403"),
    "governance:set_up_trust": row(under_way, own_get=SHOWN, own_post=UNFIT),
    "governance:set_up_schools": row(under_way, own_get=SHOWN, own_post=UNFIT),
    "governance:set_up_terms": row(under_way, own_get=SHOWN, own_post=SHOWN),
    "governance:set_up_terms_table": row(under_way, own_get=SHOWN),
    "governance:set_up_areas": row(under_way, own_get=SHOWN, own_post=UNFIT),
    "governance:set_up_people": row(under_way, own_get=SHOWN, own_post=UNFIT),
    "governance:set_up_step": row(a_step, own_get=SHOWN),
    "governance:set_up_settle": row(
        a_step, own_post="302 executive admin; 403", fields=lambda scene: {"did": "skip"}
    ),
}
