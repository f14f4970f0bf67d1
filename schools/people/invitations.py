"""What can happen to an invitation: it is made, sent again, withdrawn, and used once."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from schools.access import Permission, require
from schools.models import Invitation
from schools.models.invitation import LASTS
from trust import history
from trust.clock import wall
from trust.lifecycle import Refused
from trust.links import link_to
from trust.models import User
from trust.visits.actions import end_visits

TOKEN_BYTES: Final = 32
GONE: Final = "This link has been used, has run out or was withdrawn."


def make_invitation(person: User, *, by: User) -> tuple[Invitation, str]:
    """A new invitation and the address that opens it, which is told to nobody but that person.

    An older one of the same person stops working. Raises Refused for who has a password, and for a leaver.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        if not held.is_active:
            raise Refused(f"{held.name} has left. Let them back in first.")
        if held.has_usable_password():
            raise Refused(f"{held.name} has chosen a password already, and signs in with it.")
        moment, token = wall(), secrets.token_urlsafe(TOKEN_BYTES)
        _open(held).update(withdrawn_at=moment)
        invitation = Invitation.objects.create(
            person=held, digest=digest_of(token), made_by=by, made_at=moment, expires_at=moment + LASTS
        )
        history.record(by, "invitation.made", invitation)
    return invitation, link_to("schools:join", token)


def withdraw_invitation(person: User, *, by: User) -> bool:
    """The link that this person was sent opens nothing any more; whether there was one."""
    require(by, Permission.KEEP_PEOPLE)
    with transaction.atomic():
        open_one = _open(person).select_for_update().first()
        if open_one is None:
            return False
        open_one.withdrawn_at = wall()
        open_one.save(update_fields=["withdrawn_at"])
        history.record(by, "invitation.withdrawn", open_one)
    return True


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this token opens now; None for every other token, whatever is wrong with it."""
    known = Invitation.objects.select_related("person", "made_by").filter(digest=digest_of(token)).first()
    return known if known and known.is_live(wall()) and known.person.is_active else None


def accept_invitation(token: str, password: str) -> User:
    """Give the invited person this password, and use the invitation up.

    Raises Refused where the link opens nothing, ValidationError for a password that is too easy to guess.
    """
    with transaction.atomic():
        known = Invitation.objects.select_for_update().filter(digest=digest_of(token)).first()
        if known is None:
            raise Refused(GONE)
        person = User.objects.select_for_update().get(pk=known.person_id)
        if not known.is_live(wall()) or not person.is_active or person.has_usable_password():
            raise Refused(GONE)
        try:
            validate_password(password, person)
        except ValidationError as weak:
            raise ValidationError({"password": weak.messages}) from weak
        person.set_password(password)
        person.save(update_fields=["password"])
        known.used_at = wall()
        known.save(update_fields=["used_at"])
        end_visits(person, by=person)
        history.record(person, "invitation.used", known)
    return person


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _open(person: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person, used_at=None, withdrawn_at=None)
