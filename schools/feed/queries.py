"""Whose calendar lies at an address, and which address a person has."""

from __future__ import annotations

import hashlib

import structlog

from schools import access
from schools.models import FeedAddress
from trust.models import User

log = structlog.get_logger(__name__)


def digest_of(key: str) -> str:
    """All that is kept of a key: who reads the database learns no address."""
    return hashlib.sha256(key.encode()).hexdigest()


def address_at(key: str) -> FeedAddress | None:
    """The address with that key and its person; None, and logged, where it was never made, was revoked, or
    its person has left.

    One query for every key that leads nowhere by itself, whatever the reason.
    """
    address = FeedAddress.objects.select_related("person").filter(digest=digest_of(key)).first()
    why = _why_not(address)
    if why:
        # Without the key: a log is read by more people than the calendar.
        log.warning("feed_denied", why=why, address=address.pk if address else None)
        return None
    return address


def address_of(person: User) -> FeedAddress | None:
    """The address that the person has now."""
    return FeedAddress.objects.filter(person=person, revoked_at__isnull=True).first()


def _why_not(address: FeedAddress | None) -> str:
    if address is None:
        return "unknown"
    if address.revoked_at is not None:
        return "revoked"
    return "" if access.grants(address.person) else "left"
