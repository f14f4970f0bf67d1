"""The workshop's entry in the top bar, and the ways between the plan's own pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from schools import navigation
from schools.access import Permission, Person, allows
from schools.navigation import NavItem

MILESTONES = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the plan: its address and its name; `holds` are addresses of pages that lie behind it.

    Who may not do what the place is for may still be led to it from elsewhere, and then sees it here.
    """

    address: str
    words: str
    permission: Permission
    holds: tuple[str, ...] = ()
    keeps: bool = False


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


@dataclass(frozen=True, slots=True)
class Way:
    """A place as one reader is shown it: `is_here` on its own page, `is_within` on one behind it."""

    url: str
    words: str
    is_here: bool
    is_within: bool
    keeps: bool


def ways_for(user: Person, here: str) -> list[Way]:
    """The places that the person may reach, on the page with that address (such as 'milestones:matrix')."""
    return [
        Way(
            url=reverse(place.address),
            words=place.words,
            is_here=here == place.address,
            is_within=here.removeprefix("milestones:") in place.holds,
            keeps=place.keeps,
        )
        for place in PLACES
        if here == place.address or allows(user, place.permission)
    ]


def enter_navigation() -> None:
    navigation.register(_milestones, order=MILESTONES)


def _milestones(user: Person) -> NavItem | None:
    if not allows(user, Permission.SEE_PLAN):
        return None
    plan = reverse("milestones:editions")
    return NavItem("Milestones", reverse("milestones:matrix"), also=(plan,))
