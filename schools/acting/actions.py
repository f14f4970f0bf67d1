"""What can happen to an acting head: one is named for a stretch of days, or the stretch ends early."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from schools import access, notices
from schools.access import Permission, Subject, require
from schools.actions import appoint, welcome_person
from schools.models import Appointment, Role, School
from trust import clock, history
from trust.dates import short_date
from trust.lifecycle import Refused
from trust.models import User

LONGEST: Final = timedelta(days=366)
ONE_DAY: Final = timedelta(days=1)


def name_acting_head(school: School, *, by: User, person: User, first: date, last: date) -> Appointment:
    """Let a person act as head of a school, from the first to the last day, and so sign its returns.

    Naming the same person for the same days again is once. Raises ValidationError, by field, for days that
    cannot be; Refused where nobody may be named, or not this person.
    """
    require(by, Permission.NAME_ACTING_HEAD, Subject("school", school=school.pk))
    _check_days(first, last)
    if access.is_acting_head(by, school.pk):
        raise Refused("An acting head cannot name another. Ask the executive director.")
    if person.pk == by.pk:
        raise Refused("You cannot name yourself. Somebody else names you, such as the executive director.")
    with transaction.atomic():
        # The school is the lock: two people who name at once name one after the other.
        School.objects.select_for_update().get(pk=school.pk)
        held = _heads_between(school, first, last)
        same = held.filter(person=person, is_acting=True, starts=first, ends=last + ONE_DAY).first()
        if same is not None:
            return same
        _refuse_taken(held, person, school)
        appointment = appoint(
            person,
            Role.HEAD,
            by=by,
            starts=first,
            ends=last + ONE_DAY,
            school=school,
            is_acting=True,
        )
        notices.acting_head_named(appointment, by)
    return appointment


def name_acting_head_by_email(
    school: School, *, by: User, name: str, email: str, first: date, last: date
) -> Appointment:
    """The same for somebody who is not appointed at the school, whether the portal knows them or not."""
    require(by, Permission.NAME_ACTING_HEAD, Subject("school", school=school.pk))
    with transaction.atomic():
        person = welcome_person(name=name, email=email, by=by)
        return name_acting_head(school, by=by, person=person, first=first, last=last)


def end_acting_head(appointment: Appointment, *, by: User) -> Appointment:
    """End an acting head's time today, or take back one that has not begun; ending it twice is once."""
    require(by, Permission.NAME_ACTING_HEAD, Subject("school", school=appointment.school_id))
    if by.pk != appointment.person_id and access.is_acting_head(by, appointment.school_id):
        raise Refused("An acting head cannot end another's time. Ask the executive director.")
    today = clock.today()
    with transaction.atomic():
        held = Appointment.objects.select_for_update(of=("self",)).select_related("school", "person")
        found = held.get(pk=appointment.pk, is_acting=True)
        if found.ends is not None and found.ends <= today:
            return found
        if found.starts >= today:
            # It never held for a whole day; a stretch of days has one at least.
            found.starts = today - ONE_DAY
        found.ends = today
        found.save()
        history.record(by, "appointment.ended", found, role=str(Role.HEAD), acting=True)
        notices.acting_head_ended(found, by)
    return found


def _check_days(first: date, last: date) -> None:
    problems = {}
    if first < clock.today():
        problems["first"] = "Choose today or a later day."
    if last < first:
        problems["last"] = "Choose the first day or a later one."
    elif last - first >= LONGEST:
        problems["last"] = "An acting head is named for a year at most."
    if problems:
        raise ValidationError(problems)


def _heads_between(school: School, first: date, last: date) -> QuerySet[Appointment]:
    """The heads of the school, acting ones among them, on any of these days."""
    still = Q(ends__isnull=True) | Q(ends__gt=first)
    found = Appointment.objects.filter(still, school=school, role=Role.HEAD, starts__lte=last)
    return found.select_related("person")


def _refuse_taken(held: QuerySet[Appointment], person: User, school: School) -> None:
    for appointment in held:
        if appointment.person_id == person.pk and not appointment.is_acting:
            raise Refused(f"{person.name} is the head of {school.name} already.")
        if appointment.is_acting and appointment.ends is not None:
            until = short_date(appointment.ends - ONE_DAY)
            raise Refused(
                f"{appointment.person.name} is acting head of {school.name} until {until}. End that first."
            )
