"""The workshop's entry in the top bar, and the ways between the plan's own pages."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from schools import navigation
from schools.access import Permission, Person, allows
from schools.navigation import NavItem
from schools.places import Place, Way, ways_through

MILESTONES = 30


PLACES: Final = (
    Place("milestones:matrix", "Milestones", Permission.SEE_PLAN),
    Place(
        "milestones:editions",
        "The plan",
        Permission.SEE_PLAN,
        ("edition", "edition_part", "compare", "standing", "standing_ask", "adopt"),
    ),
    Place("milestones:trace", "What serves what", Permission.SEE_PLAN),
    Place("milestones:to_rate", "To rate", Permission.RATE_MILESTONE, ("rate_due",)),
    Place("schools:feed", "In your calendar", Permission.SEE_PLAN),
    Place("milestones:evaluate", "Evaluate", Permission.KEEP_PLAN, ("evaluate_one",), keeps=True),
    Place(
        "milestones:rolling",
        "Roll forward",
        Permission.KEEP_PLAN,
        ("roll_step", "roll_drop", "draft", "draft_strand", "draft_line", "draft_milestone"),
        keeps=True,
    ),
    Place(
        "milestones:imports",
        "Bring in a plan",
        Permission.KEEP_PLAN,
        ("import", "import_confirm"),
        keeps=True,
    ),
)


def ways_for(user: Person, here: str) -> list[Way]:
    """The plan's pages that the person may reach, on the page with that address."""
    return ways_through(PLACES, user, here)


def enter_navigation() -> None:
    navigation.register(_milestones, order=MILESTONES)


def _milestones(user: Person) -> NavItem | None:
    if not allows(user, Permission.SEE_PLAN):
        return None
    plan = reverse("milestones:editions")
    return NavItem("Milestones", reverse("milestones:matrix"), also=(plan,))
