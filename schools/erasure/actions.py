"""What can happen to the details of somebody who has left: they are replaced, for good."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from schools import notices
from schools.access import Permission, require
from schools.erasure.parts import parts
from schools.models import Appointment, Role
from trust import history
from trust.lifecycle import Refused
from trust.models import User

NOWHERE = "left.invalid"
SHOWN_OF_A_KEY = 4


def what_stands_in_the_way(person: User, by: User) -> list[str]:
    """Why this person cannot be forgotten yet, in words; an empty list where nothing does."""
    own = ["You cannot replace your own details; another administrator can, once you have left."]
    return (own if person.pk == by.pk else []) + [why for part in parts() if (why := part.holds(person))]


def is_pseudonymous(person: User) -> bool:
    """Whether it has been done."""
    return person.email.endswith(f"@{NOWHERE}")


def pseudonymise(person: User, *, by: User, reason: str) -> User:
    """Replace the name, post, e-mail address and sign-in of a leaver; doing it twice is doing it once.

    The row stays with its history key, so that what they did is still one person's and the chain holds.
    The other administrators are told. Raises Refused for who has not left, ValidationError without a reason.
    """
    require(by, Permission.ERASE_PEOPLE)
    if not reason.strip():
        raise ValidationError({"reason": "Say why: who asked for it, and when they left."})
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        if is_pseudonymous(held):
            return held
        if in_the_way := what_stands_in_the_way(held, by):
            raise Refused(" ".join(in_the_way))
        name = name_after(held)
        for part in parts():
            part.erase(held, name)
        held.name, held.post, held.email = name, "", f"{held.history_key}@{NOWHERE}"
        held.is_active, held.is_staff, held.is_superuser, held.last_login = False, False, False, None
        held.set_unusable_password()
        held.save()
        history.record(by, "person.pseudonymised", held, reason=history.salted(reason.strip()))
        notices.person_forgotten(held, by)
    return held


def name_after(person: User) -> str:
    """'A former headteacher, 3f2a': by the last role held, and the beginning of the history key."""
    last = Appointment.objects.filter(person=person).order_by("starts", "pk").last()
    role = str(Role(last.role).label) if last else "person"
    return f"A former {role[:1].lower()}{role[1:]}, {str(person.history_key)[:SHOWN_OF_A_KEY]}"
