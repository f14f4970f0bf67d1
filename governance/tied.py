"""What a person answers for in the boardroom: seats on bodies, remits, actions after meetings."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from governance.bodies.sight import held_on
from governance.models import Action, Remit, RemitState, Seat
from schools.access import Permission, Person, allows
from schools.models import Appointment
from schools.people.ties import Tie, counted, register, register_seats
from trust import clock
from trust.models import User


def enter_ties() -> None:
    """Called once, when the portal starts."""
    register(_seats)
    register(_remits)
    register_seats(seat_giving)


def seat_giving(appointment: Appointment, viewer: Person) -> Tie | None:
    """The seat with which the appointment comes and goes."""
    seat = Seat.objects.filter(appointment=appointment).select_related("body").first()
    return _tie(seat, viewer) if seat else None


def _seats(person: User, viewer: Person) -> Iterable[Tie]:
    held = held_on(clock.today()).filter(person=person).select_related("body").order_by("starts", "pk")
    return [_tie(seat, viewer) for seat in held]


def _remits(person: User, viewer: Person) -> Iterable[Tie]:
    remits = Remit.objects.filter(owner=person).exclude(state=RemitState.CLOSED).count()
    url = reverse("governance:remits") if allows(viewer, Permission.SEE_THREAD) else ""
    yield from counted(remits, "open remit", "open remits", url)
    actions = Action.objects.filter(owner=person, done_on=None).count()
    yield from counted(actions, "action after a meeting", "actions after meetings")


def _tie(seat: Seat, viewer: Person) -> Tie:
    url = reverse("governance:seat", args=[seat.pk]) if allows(viewer, Permission.SEE_BODIES) else ""
    return Tie(f"a seat on {seat.body.name}", url)
