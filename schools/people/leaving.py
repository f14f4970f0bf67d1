"""What can happen to a person's account: they are asked in, put right, leave, and come back."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from schools.access import Permission, require
from schools.actions import welcome_person
from schools.erasure.actions import is_pseudonymous
from schools.models import Appointment, RoleRequest
from schools.people import notices
from schools.people.invitations import make_invitation, withdraw_invitation
from schools.people.roles import Wanted, ask_for_role, end_now, give_role, held_by, keep_an_administrator
from schools.people.ties import seat_of
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User
from trust.visits.actions import end_visits


def invite(*, by: User, name: str, email: str, post: str, wanted: Wanted) -> Appointment | RoleRequest:
    """Give a role to somebody by e-mail address, and ask them in where they have no password yet.

    One's own address asks for the role instead. Raises Refused, and ValidationError by field.
    """
    require(by, Permission.KEEP_PEOPLE)
    with transaction.atomic():
        person = welcome_person(name=name, email=email, by=by)
        if person.pk == by.pk:
            return ask_for_role(wanted, by=by)
        if post and not person.post:
            person.post = post
            person.save(update_fields=["post"])
        appointment = give_role(person, wanted, by=by, is_told=person.has_usable_password())
        if not person.has_usable_password():
            ask_in(person, by=by)
    return appointment


def ask_in(person: User, *, by: User) -> None:
    """Send the person a link to choose a password; one that they were sent before stops working."""
    require(by, Permission.KEEP_PEOPLE)
    with transaction.atomic():
        invitation, link = make_invitation(person, by=by)
        notices.invited(invitation, link, held_by(person).select_related("school").order_by("starts", "pk"))


def correct_person(person: User, *, by: User, name: str, email: str, post: str) -> list[str]:
    """Put name, post and e-mail address right; the names of the fields that changed.

    A changed address is told to the old one, the new one, the other administrators and the chair, and the
    open invitation that went to the old one is withdrawn. Raises ValidationError, by field.
    """
    require(by, Permission.KEEP_PEOPLE)
    wanted = {"name": " ".join(name.split()), "email": email.strip().lower(), "post": " ".join(post.split())}
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        known = {field: getattr(held, field) for field in wanted}
        before = {field: was for field, was in known.items() if was != wanted[field]}
        if not before:
            return []
        for field in before:
            setattr(held, field, wanted[field])
        held.full_clean(exclude=["password"])
        held.save(update_fields=list(before))
        # What was called what is told by who may erase people, not by the history, which outlives them.
        history.record(by, "person.corrected", held, fields=sorted(before))
        if "email" in before:
            EmailAddress.objects.filter(user=held).delete()
            withdraw_invitation(held, by=by)
            notices.address_changed(held, before["email"], by)
    return list(before)


def let_go(person: User, *, by: User) -> list[Appointment]:
    """Somebody has left: their account closes and their roles end now; which roles those were.

    What a seat on a body gives stays on record until their leaving is recorded there, and opens nothing
    meanwhile. Raises Refused for oneself and for the last administrator. Done twice it is done once.
    """
    require(by, Permission.KEEP_PEOPLE)
    if person.pk == by.pk:
        raise Refused("You cannot close your own account. Another administrator can.")
    today = clock.today()
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        if not held.is_active:
            return []
        held.is_active = False
        held.save(update_fields=["is_active"])
        ended = [each for each in held_by(held).select_for_update() if seat_of(each, by) is None]
        for appointment in ended:
            end_now(appointment, by=by, ends=today)
        keep_an_administrator(today)
        withdraw_invitation(held, by=by)
        end_visits(held, by=by)
        event = history.record(by, "person.left", held)
        notices.person_left(held, by, event.number)
    return ended


def let_back(person: User, *, by: User) -> User:
    """The account of somebody who had left opens again, with the password it had; roles are given anew."""
    require(by, Permission.KEEP_PEOPLE)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        if held.is_active:
            return held
        if is_pseudonymous(held):
            raise Refused("Their details were replaced for good. Invite them as somebody new.")
        held.is_active = True
        held.save(update_fields=["is_active"])
        history.record(by, "person.returned", held)
    return held
