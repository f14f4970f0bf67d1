"""What a person answers for elsewhere in the house: each floor says its own, and a person's page lists it.

Counted and not told: who keeps accounts does not see what the board asks of whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.urls import reverse

from schools.access import Permission, Person, allows
from schools.models import Appointment, Finding, FindingState
from trust.models import User


class Tie(NamedTuple):
    """One thing, in words that follow "answers for", and where it is handed over, for who may open that."""

    what: str
    url: str = ""


Ties = Callable[[User, Person], Iterable[Tie]]
SeatOf = Callable[[Appointment, Person], Tie | None]

_ties: list[Ties] = []
_seats: list[SeatOf] = []


def enter_ties() -> None:
    """The gatehouse's own; called once, when the portal starts."""
    register(_findings)


def register(ties: Ties) -> None:
    """Add a floor's answer; once for each."""
    if ties not in _ties:
        _ties.append(ties)


def register_seats(seat: SeatOf) -> None:
    """Add what says which seat gives an appointment."""
    if seat not in _seats:
        _seats.append(seat)


def ties_of(person: User, viewer: Person) -> list[Tie]:
    """All that the person answers for, floor by floor."""
    return [tie for ties in _ties for tie in ties(person, viewer)]


def seat_of(appointment: Appointment, viewer: Person) -> Tie | None:
    """The seat that gives this appointment, or None for one that was given by hand."""
    return next((found for seat in _seats if (found := seat(appointment, viewer))), None)


def counted(count: int, one: str, many: str, url: str = "") -> Iterable[Tie]:
    """'1 open remit', '3 open remits'; nothing for none."""
    if count:
        yield Tie(f"{count} {one if count == 1 else many}", url)


def _findings(person: User, viewer: Person) -> Iterable[Tie]:
    count = Finding.objects.filter(owner=person).exclude(state=FindingState.CLOSED).count()
    url = reverse("schools:compliance") if allows(viewer, Permission.SEE_COMPLIANCE) else ""
    return counted(count, "open finding", "open findings", f"{url}?owner={person.pk}" if url else "")
