"""What the room adds to the school's page: the way to the head's report, and what governors were given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from governance.editions.queries import issued_to_governors
from governance.editions.reporting import REPORT
from governance.queries.updates import report_subject
from schools import access
from schools.access import Permission, Subject
from schools.models import Audience, School
from trust import clock
from trust.queries import current_term
from trust.slots import Contribution, register

MOST: Final = 3


def fill_slots() -> None:
    """Register what the room adds; called once, when the app is ready."""
    register("school.aside", for_governors, order=30)


def for_governors(context: Mapping[str, Any]) -> Contribution | None:
    """For the school's own people: the last editions for its governors; for its head also the report."""
    user, school = context["request"].user, context["school"]
    if not isinstance(school, School):
        return None
    released = Subject("update", school=school.pk, released_to=frozenset({Audience.LOCAL}))
    if not access.allows(user, Permission.READ_EDITION, released):
        return None
    reports = access.allows(user, REPORT, report_subject(school.pk))
    given = {
        "school": school,
        "editions": list(issued_to_governors(school)[:MOST]),
        "term": current_term(clock.today()) if reports else None,
    }
    return Contribution("governance/editions/_for_governors.html", given)
