"""What can happen to a private calendar address: it is made, replaced by a new one, or revoked."""

from __future__ import annotations

import secrets
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from schools import access
from schools.feed.queries import address_of, digest_of
from schools.models import FeedAddress
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User

KEY_BYTES: Final = 32
NO_ROLE = "You hold no role today, so there are no dates for a calendar."
MADE_MEANWHILE = (
    "An address was made while this page was open, perhaps by a second click, and is shown only once. "
    "If you did not copy it, make a new one."
)


class MadeMeanwhile(Refused):
    """The person's address is no longer the one that the page spoke of."""


def make_address(*, by: User, seen: int | None = None) -> str:
    """Make the person's private address and revoke the one before; the key, of which only a digest is kept.

    `seen` is the primary key of the address that the page knew, so that a page sent twice does not revoke
    what it has just shown: raises MadeMeanwhile where there is another one by now, PermissionDenied for
    whoever holds no role.
    """
    if not access.grants(by):
        raise PermissionDenied(NO_ROLE)
    with transaction.atomic():
        held = _held(by)
        if (held.pk if held else None) != seen:
            raise MadeMeanwhile(MADE_MEANWHILE)
        if held:
            _revoke(held, by)
        key = secrets.token_urlsafe(KEY_BYTES)
        address = FeedAddress.objects.create(person=by, digest=digest_of(key), made_at=clock.now())
        history.record(by, "feed.made", address)
    return key


def revoke_address(*, by: User) -> bool:
    """Close the person's private address at once; False where there is none. Twice is once."""
    with transaction.atomic():
        held = _held(by)
        if held is None:
            return False
        _revoke(held, by)
    return True


def _held(person: User) -> FeedAddress | None:
    # The person is the lock: of two pages at once, one makes its address after the other.
    User.objects.select_for_update().get(pk=person.pk)
    return address_of(person)


def _revoke(address: FeedAddress, by: User) -> None:
    address.revoked_at = clock.now()
    address.save(update_fields=["revoked_at"])
    history.record(by, "feed.revoked", address)
