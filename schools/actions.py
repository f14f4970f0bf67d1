"""What can happen in the gatehouse: people are appointed, and schools join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from schools.models import Appointment, School
from trust import history
from trust.models import Area, User


@transaction.atomic
def appoint(
    person: User,
    role: str,
    *,
    by: User | None,
    starts: date,
    ends: date | None = None,
    school: School | None = None,
    areas: Iterable[Area] = (),
    is_acting: bool = False,
) -> Appointment:
    """Give a person a role from a day on; `by` is None only while the portal is being set up.

    Raises ValidationError where the role does not fit: some are held at one school, some for the whole trust.
    """
    appointment = Appointment(
        person=person, role=role, school=school, starts=starts, ends=ends, made_by=by, is_acting=is_acting
    )
    appointment.full_clean()
    appointment.save()
    appointment.areas.set(areas)
    facts = {"acting": True} if is_acting else {}
    history.record(by, "appointment.made", appointment, role=str(role), starts=starts, ends=ends, **facts)
    return appointment


@transaction.atomic
def welcome_person(*, name: str, email: str, by: User) -> User:
    """The person with that e-mail address, who is added without a password where nobody has it yet.

    Their own name stays as it is; a password is set through the sign-in page's link for a forgotten one.
    """
    wanted = {"name": " ".join(name.split()), "password": make_password(None)}
    person, is_new = User.objects.get_or_create(email=email.strip().lower(), defaults=wanted)
    if is_new:
        history.record(by, "person.added", person)
    return person


@transaction.atomic
def admit_school(*, by: User | None, **fields: object) -> School:
    """Add a school to the trust; raises ValidationError, naming the field, for what cannot be right."""
    school = School(**fields)
    school.full_clean()
    school.save()
    history.record(by, "school.admitted", school, urn=school.urn, joined=school.joined)
    return school
