"""The portal's main navigation: each floor registers its entry, and a person sees those that are theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from schools.access import Permission, Person, allows


@dataclass(frozen=True)
class NavItem:
    """One entry of the top bar; `count` is what waits there, nothing where it is 0.

    `also` are addresses besides its own under which it is the entry one is at.
    """

    label: str
    url: str
    count: int = 0
    also: tuple[str, ...] = ()


Entry = Callable[[Person], NavItem | None]

SCHOOLS = 20

_entries: list[tuple[int, Entry]] = []


def enter_navigation() -> None:
    """The gatehouse's own entry."""
    register(_schools, order=SCHOOLS)


def register(entry: Entry, *, order: int) -> None:
    """Add an entry, a function from a person to what they see of it, if anything."""
    if all(entry is not known for _, known in _entries):
        _entries.append((order, entry))
        _entries.sort(key=lambda pair: pair[0])


def entries_for(user: Person) -> list[NavItem]:
    return [item for _, entry in _entries if (item := entry(user)) is not None]


def _schools(user: Person) -> NavItem | None:
    """For whoever sees a school."""
    also = (reverse("schools:categories"),)
    return (
        NavItem("Schools", reverse("schools:index"), also=also)
        if allows(user, Permission.SEE_SCHOOL)
        else None
    )
