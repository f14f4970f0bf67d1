"""The rows of people and their roles: administrators keep them, the governance professional and the chair
read."""

from __future__ import annotations

from typing import Any

from schools.models import Appointment, RoleRequest
from tests.access.expected import Row, row
from tests.access.scene import Scene
from trust import clock
from trust.clock import wall

READS = "200 admin clerk chair; 403"
KEEPS = "302 admin; 403"


def somebody(scene: Scene, _scope: str) -> dict[str, Any]:
    return {"pk": scene.world.people["trustee"].pk}


def held(scene: Scene, _scope: str) -> dict[str, Any]:
    found = Appointment.objects.get(person=scene.world.people["trustee"])
    return {"pk": found.person_id, "appointment": found.pk}


def asked(scene: Scene, _scope: str) -> dict[str, Any]:
    person = scene.world.people["stranger"]
    known = {"starts": clock.today(), "asked_at": wall()}
    return {"pk": RoleRequest.objects.get_or_create(person=person, role="trustee", defaults=known)[0].pk}


ROWS: dict[str, Row] = {
    "schools:people": row(own_get=READS),
    "schools:invite_person": row(own_get="200 admin; 403", own_post="422 admin; 403"),
    "schools:bring_people": row(own_get="200 admin; 403", own_post="422 admin; 403"),
    "schools:people_table": row(own_get="200 admin; 403"),
    "schools:answer_role": row(asked, fields=lambda _: {"does": "confirm"}, own_post="302 admin chair; 403"),
    "schools:person": row(somebody, own_get=READS),
    "schools:correct_person": row(somebody, own_post="422 admin; 403"),
    "schools:give_role": row(somebody, own_post="422 admin; 403"),
    "schools:end_role": row(held, own_post="422 admin; 403"),
    "schools:ask_in": row(somebody, own_post=KEEPS),
    "schools:withdraw_invitation": row(somebody, own_post=KEEPS),
    "schools:let_go": row(somebody, own_post=KEEPS),
    "schools:let_back": row(somebody, own_post=KEEPS),
    # The token is the key: whoever has none gets the same page as whoever guesses.
    "schools:join": row(
        lambda scene, scope: {"token": "x" * 43}, own_get="410 nobody; 410", own_post="410 nobody; 410"
    ),
}
