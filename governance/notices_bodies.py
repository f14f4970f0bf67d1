"""What the boardroom writes to people about who governs: a seat that was filled, terms of office that end."""

from __future__ import annotations

from collections.abc import Iterable

from governance.bodies.places import ONE_DAY
from governance.models import Seat
from trust.dates import full_date
from trust.links import link_to
from trust.models import Message, User
from trust.post import post

ENDING = "seat.ending"


def seat_filled(seat: Seat, by: User) -> None:
    """Invite who was appointed: on which body, from when until when, and how to sign in."""
    office = "" if seat.office == "member" else f" as {seat.get_office_display().lower()}"
    until = f" until {full_date(seat.until - ONE_DAY)}" if seat.until else ""
    text = (
        f"{by.name} has recorded that you have been appointed to {seat.body.name}{office}, from "
        f"{full_date(seat.starts)}{until}.\n\n"
        f"The body, and who else sits on it:\n{link_to('governance:body', seat.body.slug)}\n\n"
        "Sign in with this e-mail address. If you have not set a password yet, or have forgotten it, ask for "
        f"a link to set one here first:\n{link_to('account_reset_password')}\n"
    )
    post(seat.person, f"seat.filled {seat.pk}", f"{seat.body.name}: your appointment", text)


def term_is_ending(seat: Seat, people: Iterable[User]) -> int:
    """Warn the governance professional and the chair, once, that a term of office ends within 90 days."""
    assert seat.ends is not None  # only a term of office with an end ends
    last = full_date(seat.ends - ONE_DAY)
    text = (
        f"The term of office of {seat.person.name} on {seat.body.name} ends on {last}. The place is that of "
        f"{seat.category.name.lower()}, appointed by {seat.category.appointed_by}.\n\n"
        "Renew it, or say that they will leave and begin to fill the place:\n"
        f"{link_to('governance:seat', seat.pk)}\n"
    )
    told = 0
    for person in people:
        subject = f"A term of office ends on {last}: {seat.body.name}"
        told += post(person, f"{ENDING} {seat.pk} {seat.ends}", subject, text) is not None
    return told


def told_of_ending() -> set[str]:
    """Of which seat and end somebody has been told, as 'key day'; another end is told of anew."""
    keys = Message.objects.filter(key__contains=f":{ENDING} ").values_list("key", flat=True)
    return {key.partition(f":{ENDING} ")[2] for key in keys}
