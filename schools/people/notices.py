"""What is written to people about accounts and roles."""

from __future__ import annotations

from collections.abc import Iterable

from schools.directory import holders
from schools.models import Appointment, Invitation, Role, RoleRequest
from schools.people.words import words_of
from trust.clock import LONDON
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post
from trust.queries import require_trust


def invited(invitation: Invitation, link: str, roles: Iterable[Appointment]) -> None:
    """The first letter to somebody: who asks them in, to what, and the link."""
    trust, by = require_trust(), invitation.made_by
    said = " and ".join(words_of(each) for each in roles)
    text = (
        f"{by.name} has invited you to the portal of {trust.name}{', as ' + said if said else ''}.\n\n"
        f"Choose a password here. The link works once, until {_moment(invitation)}:\n{link}\n\n"
        "If it has run out, ask for a new one. If you did not expect this letter, do nothing.\n"
    )
    post(invitation.person, f"invitation {invitation.pk}", f"{trust.name}: your place in the portal", text)


def role_given(appointment: Appointment, by: User | None, *, tell_person: bool) -> None:
    """To the person, where they can sign in already, to the other administrators and to the chair."""
    person, key = appointment.person, f"appointment.given {appointment.pk}"
    until = f" until {full_date(appointment.last_day)}" if appointment.last_day else ""
    said = f"{words_of(appointment)}, from {full_date(appointment.starts)}{until}"
    giver = by.name if by else "The portal"
    subject = f"{require_trust().short_name}: a role was given"
    if tell_person:
        own = f"{giver} has given you the role of {said}.\n\n{link_to('schools:yours')}\n"
        post(person, key, f"{require_trust().short_name}: you have a new role", own)
    text = (
        f"{giver} has given {person.name} the role of {said}.\n\n"
        f"If that surprises you, ask them:\n{link_to('schools:person', person.pk)}\n"
    )
    _tell(_watchers(by, person), key, subject, text)


def role_ended(appointment: Appointment, by: User) -> None:
    """To the same people."""
    person, key = appointment.person, f"appointment.ended {appointment.pk} {appointment.ends}"
    assert appointment.last_day is not None  # it has just been given one
    said = f"{words_of(appointment)}; the last day is {full_date(appointment.last_day)}"
    subject = f"{require_trust().short_name}: a role ends"
    post(person, key, subject, f"{by.name} has ended your role as {said}.\n")
    text = f"{by.name} has ended the role of {person.name} as {said}.\n"
    _tell(_watchers(by, person), key, subject, text)


def role_asked(request: RoleRequest) -> None:
    """To those who can confirm it."""
    person = request.person
    text = (
        f"{person.name} gives roles here, and asks for one more: {words_of(request)}. A role for oneself "
        f"needs a second person.\n\nConfirm or refuse it within seven days:\n{link_to('schools:people')}\n"
    )
    subject = f"{require_trust().short_name}: a role waits for you to confirm it"
    _tell(_watchers(person, person), f"role.asked {request.pk}", subject, text)


def role_answered(request: RoleRequest) -> None:
    """To who asked; a confirmed role is told to the others as every role is."""
    by = request.answered_by
    assert by is not None  # it has just been answered
    reason = f"\n\nThe reason: {request.reason}" if request.reason else ""
    text = f"{by.name} has {request.answer} the role that you asked for: {words_of(request)}.{reason}\n"
    post(request.person, f"role.answered {request.pk}", f"{require_trust().short_name}: your role", text)


def person_left(person: User, by: User, event: int) -> None:
    """To the other administrators and the chair; the person's own account is closed already."""
    text = f"{by.name} has closed the account of {person.name}, who has left.\n"
    subject = f"{require_trust().short_name}: an account was closed"
    _tell(_watchers(by, person), f"person.left {event}", subject, text)


def address_changed(person: User, before: str, by: User) -> None:
    """To the address that was theirs and to the new one, and to the other administrators and the chair."""
    key, trust = f"address.changed {person.pk} {before}", require_trust()
    subject = f"{trust.short_name}: your e-mail address was changed"
    old = (
        f"{by.name} has changed the address with which you sign in to the portal of {trust.name}. This one "
        "no longer opens it.\n\nIf you did not ask for that, tell the trust at once.\n"
    )
    post(person, key, subject, old, address=before)
    new = (
        f"{by.name} has changed the address with which you sign in to the portal of {trust.name}. From now "
        f"on it is this one; your password stays.\n\n{link_to('account_login')}\n"
    )
    post(person, f"{key} new", subject, new)
    others = f"{by.name} has changed the e-mail address of {person.name}.\n"
    _tell(_watchers(by, person), key, f"{trust.short_name}: an e-mail address was changed", others)


def _watchers(by: User | None, person: User) -> list[User]:
    """The administrators and the chair, but not who does it, nor to whom it is done."""
    out = {by.pk if by else None, person.pk}
    return [each for each in holders(Role.ADMINISTRATOR, Role.CHAIR) if each.pk not in out]


def _tell(people: Iterable[User], key: str, subject: str, text: str) -> None:
    for each in people:
        post(each, key, subject, text)


def _moment(invitation: Invitation) -> str:
    ends = invitation.expires_at.astimezone(LONDON)
    return f"{full_date(ends.date())} at {ends:%H:%M}"
