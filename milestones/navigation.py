"""The workshop's entry in the top bar."""

from __future__ import annotations

from django.urls import reverse

from schools import navigation
from schools.access import Permission, Person, allows
from schools.navigation import NavItem

MILESTONES = 30


def enter_navigation() -> None:
    navigation.register(_milestones, order=MILESTONES)


def _milestones(user: Person) -> NavItem | None:
    seen = allows(user, Permission.SEE_PLAN)
    return NavItem("Milestones", reverse("milestones:matrix")) if seen else None
