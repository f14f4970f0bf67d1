"""Pages of the room: what they share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from governance.bodies import sight
from schools.access import Permission, Person
from schools.models import Body

UNFIT, CONFLICT = 422, 409


def shell(user: Person) -> dict[str, Any]:
    """What every page of the room prints around its own."""
    return {"keeps": sight.keeps_bodies(user)}


def require_keeper(user: Person) -> None:
    """Refuse in words whoever sees bodies and does not keep them."""
    if not sight.keeps_bodies(user):
        raise PermissionDenied(f"Your role does not let you {Permission.KEEP_BODIES.value}.")


def kept_body(user: Person, slug: str) -> Body:
    """A body to be changed: 404 outside the person's scope, 403 for who only sees it."""
    found = sight.body_or_404(user, slug)
    require_keeper(user)
    return found
