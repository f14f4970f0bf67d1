"""The pages that everyone may read: whether one is published, publishing it, and taking it back."""

from __future__ import annotations

from django.db import transaction

from governance.bodies.sight import TRUST
from governance.models import Publication, PublicPage
from schools.access import Permission, require
from trust import clock, history
from trust.models import User


def is_published(page: PublicPage) -> bool:
    return Publication.objects.filter(page=page, is_on=True).exists()


def publish(page: PublicPage, *, by: User) -> Publication:
    """Show the page to everyone from now on, as it then stands each day; done twice it is done once."""
    return _turn(page, by, is_on=True)


def take_back(page: PublicPage, *, by: User) -> Publication:
    """Show the page to nobody who is not signed in."""
    return _turn(page, by, is_on=False)


def _turn(page: PublicPage, by: User, *, is_on: bool) -> Publication:
    require(by, Permission.KEEP_BODIES, TRUST)
    with transaction.atomic():
        defaults = {"by": by, "at": clock.now()}
        held, _ = Publication.objects.select_for_update().get_or_create(page=page, defaults=defaults)
        if held.is_on == is_on:
            return held
        held.is_on, held.by, held.at = is_on, by, clock.now()
        held.save()
        history.record(by, "page.published" if is_on else "page.taken-back", held, page=page.value)
    return held
