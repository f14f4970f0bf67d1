"""The row of ways between the pages of one room: what a reader may reach, with the page shown marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from schools.access import Permission, Person, allows


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a room: its address and its name; `holds` are addresses of pages that lie behind it.

    Who may not do what the place is for may still be led to it from elsewhere, and then sees it here.
    """

    address: str
    words: str
    permission: Permission
    holds: tuple[str, ...] = ()
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A place as one reader is shown it: `is_here` on its own page, `is_within` on one behind it."""

    url: str
    words: str
    is_here: bool
    is_within: bool
    keeps: bool


def ways_through(places: Iterable[Place], user: Person, here: str) -> list[Way]:
    """The places that the person may reach, on the page with that address (such as 'milestones:matrix')."""
    return [
        Way(
            url=reverse(place.address),
            words=place.words,
            is_here=here == place.address,
            is_within=here.rpartition(":")[2] in place.holds,
            keeps=place.keeps,
        )
        for place in places
        if here == place.address or allows(user, place.permission)
    ]


def row_of_ways(label: str, places: Iterable[Place], request: HttpRequest) -> dict[str, Any]:
    """What `_components/places.html` prints: the ways, and the one that the page lies on or behind."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    ways = ways_through(places, request.user, view)
    here = next((way for way in ways if way.is_here or way.is_within), None)
    return {"label": label, "ways": ways, "here": here}
