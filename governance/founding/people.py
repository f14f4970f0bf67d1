"""Who comes in while a trust is set up: people are given a role and told how to sign in."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import Q, QuerySet

from governance.founding.actions import require_open
from governance.notices_founding import invited
from schools.access import Permission, require
from schools.actions import appoint, welcome_person
from schools.models import Appointment, Role, School
from trust import clock
from trust.lifecycle import Refused
from trust.links import link_to
from trust.models import User

# Helpers and contributors are named by who shares a return with them; an auditor's appointment has an end.
OFFERED: Final = tuple(each for each in Role if each not in {Role.HELPER, Role.CONTRIBUTOR, Role.AUDITOR})


class Held(NamedTuple):
    """One person with what they are appointed to be, and whether they have chosen a password yet."""

    name: str
    email: str
    roles: str
    can_sign_in: bool


def invite_person(
    *, by: User, name: str, email: str, role: str, school: School | None = None, post: str = ""
) -> Appointment:
    """Give somebody a role from today on, and write to them; they are added where nobody has the address.

    Raises Refused where they hold it already, ValidationError where the role does not fit the school.
    """
    require(by, Permission.KEEP_SETTINGS)
    require_open()
    with transaction.atomic():
        person = welcome_person(name=name, email=email, by=by)
        if held_today().filter(person=person, role=role, school=school).exists():
            raise Refused(f"{person.name} is {Role(role).label.lower()} already, so nothing was sent.")
        if post and not person.post:
            person.post = post
            person.save(update_fields=["post"])
        appointment = appoint(person, role, by=by, school=school, starts=clock.today())
        invited(appointment, by)
    return appointment


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
    """The address at which that person chooses a password: once, and within an hour. Told to nobody else."""
    uid, key = user_pk_to_url_str(person), default_token_generator.make_token(person)
    return link_to("account_reset_password_from_key", uidb36=uid, key=key)
