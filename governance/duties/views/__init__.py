"""Pages of the room: what they share."""

from typing import Any

from governance.duties import sight
from schools.access import Person

UNFIT, CONFLICT = 422, 409
BOTH = ["GET", "HEAD", "POST"]


def shell(user: Person) -> dict[str, Any]:
    """What every page of the room prints around its own."""
    return {"keeps": sight.keeps_duties(user)}
