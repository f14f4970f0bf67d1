"""What the gatehouse writes to people: who acts as head of a school, and until when."""

from __future__ import annotations

from datetime import timedelta

from schools.directory import holders
from schools.models import Appointment, Role
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post


def acting_head_named(appointment: Appointment, by: User) -> None:
    """Tell the acting head, the head, and the executive director."""
    school, person = appointment.school, appointment.person
    assert school is not None  # the role is held at a school
    assert appointment.ends is not None  # an acting head's time has an end
    last = appointment.ends - timedelta(days=1)
    days = f"from {full_date(appointment.starts)} until {full_date(last)}"
    to_them = (
        f"{by.name} has named you acting headteacher of {school.name}, {days}.\n\n"
        "In these days you sign and submit the school's returns, and answer the board's questions.\n\n"
        f"The school:\n{link_to('schools:school', school.slug)}\n\n"
        "Sign in with this e-mail address. If you have not set a password yet, or have forgotten it, ask for "
        f"a link to set one here first:\n{link_to('account_reset_password')}\n"
    )
    post(person, f"acting.named {appointment.pk}", f"Acting headteacher of {school.name}", to_them)
    to_others = (
        f"{by.name} has named {person.name} acting headteacher of {school.name}, {days}.\n\n"
        f"It can be ended earlier here:\n{link_to('schools:acting_head', school.slug)}\n"
    )
    _tell_others(appointment, by, "acting.named", f"Acting headteacher of {school.name}", to_others)


def acting_head_ended(appointment: Appointment, by: User) -> None:
    """Tell the same people that it has ended."""
    school, person = appointment.school, appointment.person
    assert school is not None  # the role is held at a school
    subject = f"No longer acting headteacher of {school.name}"
    text = (
        f"{by.name} has ended {person.name}'s time as acting headteacher of {school.name}.\n\n"
        f"{link_to('schools:school', school.slug)}\n"
    )
    post(person, f"acting.ended {appointment.pk}", subject, text)
    _tell_others(appointment, by, "acting.ended", subject, text)


def _tell_others(appointment: Appointment, by: User, event: str, subject: str, text: str) -> None:
    people = [*holders(Role.HEAD, school=appointment.school), *holders(Role.EXECUTIVE)]
    for person in people:
        if person.pk not in (by.pk, appointment.person_id):
            post(person, f"{event} {appointment.pk}", subject, text)


def person_forgotten(person: User, by: User) -> None:
    """Tell the other administrators that a leaver's details were replaced, without saying who it was."""
    text = (
        f"{by.name} has replaced the name and details of somebody who has left. They are now printed as "
        f"“{person.name}”. This cannot be undone.\n\n{link_to('schools:history')}\n"
    )
    for each in holders(Role.ADMINISTRATOR):
        if each.pk != by.pk:
            post(each, f"person.forgotten {person.pk}", "A leaver’s details were replaced", text)
