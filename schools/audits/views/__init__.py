"""Pages of audits, findings and reviews: what they share."""

from __future__ import annotations

from typing import Any

from schools import access
from schools.access import Permission, Person

CONFLICT, UNFIT = 409, 422


def shell(user: Person) -> dict[str, Any]:
    """What every page of the room prints around its own."""
    return {
        "keeps": access.allows(user, Permission.KEEP_COMPLIANCE),
        "audits_schools": access.allows(user, Permission.AUDIT_SCHOOL),
    }


def answer_newer(form: Any, version: int) -> None:
    """After a conflict the next save of the form answers the version that stands now."""
    form.data = form.data.copy()
    form.data["seen_version"] = str(version)
