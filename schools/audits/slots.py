"""What the room adds to a school's page: how its audits and findings stand, and reviews under way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schools import access
from schools.access import Permission, Subject
from schools.audits import queries
from schools.models import School
from trust import clock
from trust.slots import Contribution, register


def fill_slots() -> None:
    """Register what the room adds; called once, when the app is ready."""
    register("school.aside", compliance_here, order=30)


def compliance_here(context: Mapping[str, Any]) -> Contribution | None:
    """The standing of a school's findings, for whoever sees them; nothing where nothing was looked at."""
    user, school = context["request"].user, context["school"]
    if not isinstance(school, School):
        return None
    if not access.allows(user, Permission.SEE_COMPLIANCE, Subject("finding", school=school.pk)):
        return None
    found = queries.findings_for(user).filter(school=school)
    reviews = list(queries.reviews_for(user).filter(school=school)[:3])
    standing = queries.standing_of(found, clock.today())
    is_looked_at = standing.open or standing.mended or reviews
    if not (is_looked_at or queries.audits_for(user).filter(school=school).exists()):
        return None
    return Contribution(
        "schools/audits/_school_aside.html", {"school": school, "standing": standing, "reviews": reviews}
    )
