"""The rows of second steps: an administrator resets a colleague's."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from tests.access.expected import Row, row
from tests.access.scene import Scene


def of_somebody(scene: Scene, _scope: str) -> dict[str, Any]:
    person = scene.world.people["clerk"]
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return {"pk": person.pk}


ROWS: dict[str, Row] = {
    "schools:second_steps": row(own_get="200 admin; 404"),
    "schools:reset_second_step": row(of_somebody, own_post="302 admin; 404"),
}
