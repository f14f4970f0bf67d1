"""What can happen in the gatehouse: people are appointed, and schools join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from schools.models import Appointment, Predecessor, Roll, School
from trust import history
from trust.models import Area, Term, User


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


@transaction.atomic
def correct_school(school: School, *, by: User, **fields: object) -> list[str]:
    """Change what is known of a school; the names of the fields that changed, each in history as before and
    after. Raises ValidationError, naming the field, for what cannot be right."""
    held = School.objects.select_for_update().get(pk=school.pk)
    before = {name: getattr(held, name) for name, value in fields.items() if getattr(held, name) != value}
    if not before:
        return []
    for name in before:
        setattr(held, name, fields[name])
    held.full_clean()
    held.save(update_fields=list(before))
    facts = {name: fields[name] for name in before} | {f"{name}_was": was for name, was in before.items()}
    history.record(by, "school.corrected", held, **facts)
    return list(before)


@transaction.atomic
def note_predecessor(school: School, urn: str, *, by: User | None, name: str = "") -> Predecessor:
    """Under which URN the school's earlier results are found; ValidationError where it is another's."""
    earlier = Predecessor(school=school, urn=urn, name=name)
    earlier.full_clean()
    earlier.save()
    history.record(by, "school.predecessor-noted", school, urn=urn)
    return earlier


@transaction.atomic
def note_roll(school: School, term: Term, *, by: User, pupils: int, capacity: int) -> Roll:
    """How many pupils and places a school had in a term, where that is not known yet."""
    roll, is_new = Roll.objects.get_or_create(
        school=school, term=term, defaults={"pupils": pupils, "capacity": capacity}
    )
    if is_new:
        history.record(by, "school.roll-noted", school, term=term.ref, pupils=pupils, capacity=capacity)
    return roll
