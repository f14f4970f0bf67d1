"""The counting house's entries in the top bar."""

from __future__ import annotations

from django.urls import reverse

from schools import navigation
from schools.access import Permission, Person, allows
from schools.navigation import NavItem

CONCERNED = (Permission.FILL_RETURN, Permission.MODERATE_RETURN, Permission.COMMENT_RETURN)
BOOK, RETURNS, MODERATION = 25, 40, 50


def enter_navigation() -> None:
    navigation.register(_book, order=BOOK)
    navigation.register(_returns, order=RETURNS)
    navigation.register(_moderation, order=MODERATION)


def _book(user: Person) -> NavItem | None:
    return NavItem("KPIs", reverse("kpis:index")) if allows(user, Permission.SEE_SCHOOL) else None


def _returns(user: Person) -> NavItem | None:
    """For those who fill returns in, moderate or comment on them; everyone else reads figures elsewhere."""
    concerned = any(allows(user, permission) for permission in CONCERNED)
    return NavItem("Returns", reverse("kpis:returns")) if concerned else None


def _moderation(user: Person) -> NavItem | None:
    moderates = allows(user, Permission.MODERATE_RETURN)
    return NavItem("Moderation", reverse("kpis:moderation")) if moderates else None
