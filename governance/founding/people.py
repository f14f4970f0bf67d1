"""Who comes in while a trust is set up: people are given a role and told how to sign in."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from governance.founding.actions import require_open
from schools.models import Appointment, Role, RoleRequest, School
from schools.people.invitations import make_invitation
from schools.people.leaving import invite
from schools.people.roles import Wanted
from trust import clock
from trust.models import User


class Held(NamedTuple):
    """One person with what they are appointed to be, and whether they have chosen a password yet."""

    name: str
    email: str
    roles: str
    can_sign_in: bool


def invite_person(
    *, by: User, name: str, email: str, role: str, school: School | None = None, post: str = ""
) -> Appointment | RoleRequest:
    """Give somebody a role from today on, and ask them in; they are added where nobody has the address.

    Raises Refused, and ValidationError by field, as inviting does.
    """
    require_open()
    wanted = Wanted(role, school, clock.today(), None)
    return invite(by=by, name=name, email=email, post=post, wanted=wanted)


def people_here() -> list[Held]:
    """Everybody with a role, by name; one query."""
    rows = held_today().select_related("person", "school").order_by("person__name", "starts", "pk")
    found: dict[int, Held] = {}
    for row in rows:
        said = str(Role(row.role).label) + (f", {row.school.name}" if row.school else "")
        known = found.get(row.person_id)
        roles = f"{known.roles}; {said}" if known else said
        person = row.person
        found[row.person_id] = Held(person.name, person.email, roles, person.has_usable_password())
    return list(found.values())


def held_today() -> QuerySet[Appointment]:
    """The appointments that have not ended."""
    day: date = clock.today()
    return Appointment.objects.filter(Q(ends__isnull=True) | Q(ends__gt=day))


def first_link(person: User) -> str:
    """The address at which that person chooses a password: once, and within 72 hours. Told to nobody else."""
    return make_invitation(person, by=person)[1]
