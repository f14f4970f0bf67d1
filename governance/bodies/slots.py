"""What the room adds to a school's page: who governs it, how full its places are, and who is in the chair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.bodies import sight
from governance.bodies.queries import standings
from governance.bodies.tables import blocks
from schools.models import School
from trust import clock
from trust.slots import Contribution, register


def fill_slots() -> None:
    """Register what the room adds; called once, when the app is ready."""
    register("school.aside", who_governs, order=20)


def who_governs(context: Mapping[str, Any]) -> Contribution | None:
    """The body that governs the school, for those who may see it."""
    school = context["school"]
    if not isinstance(school, School) or school.governed_by_id is None:
        return None
    bodies = sight.bodies_for(context["request"].user).filter(pk=school.governed_by_id)
    shown = standings(bodies, clock.today())
    if not shown:
        return None
    given = {"standing": shown[0], "blocks": blocks(shown[0].complement)}
    return Contribution("governance/bodies/_school_aside.html", given)
