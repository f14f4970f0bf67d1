"""Who is told that something is to be withdrawn, or was; no e-mail carries a figure."""

from __future__ import annotations

from governance.models import Edition, TrustUpdate, Withdrawal
from governance.queries.updates import readers_of
from schools.access import Permission, allows
from trust.links import link_to
from trust.models import User
from trust.post import post
from trust.queries import require_trust


def withdrawal_asked(asked: Withdrawal) -> None:
    """Tell everyone who could confirm it."""
    trust, called = require_trust(), called_of(asked.update_of)
    text = (
        f"{asked.asked_by.name} asks for the {called} to be withdrawn. Its contents would be erased for "
        "good. That takes a second person: read the reason, then confirm or decline within fourteen days.\n\n"
        f"{link_to('governance:withdraw', asked.update_of_id)}\n\n{trust.name}\n"
    )
    active = User.objects.filter(is_active=True).exclude(pk=asked.asked_by_id)
    for person in (each for each in active.order_by("pk") if allows(each, Permission.WITHDRAW_UPDATE)):
        post(person, f"withdrawal.asked {asked.pk}", f"{trust.short_name}: to be withdrawn, {called}", text)


def update_withdrawn(asked: Withdrawal) -> None:
    """Tell whoever could read it."""
    update, trust = asked.update_of, require_trust()
    if update.edition == Edition.PUBLIC:
        return
    called = called_of(update)
    text = (
        f"The {called} has been withdrawn. Please delete any copy that you have kept.\n\n"
        "Sign in to the portal and choose Trust Update to read who withdrew it and why.\n\n"
        f"{trust.name}\n"
    )
    for person in readers_of(update):
        post(person, f"update.withdrawn {update.pk}", f"{trust.short_name}: withdrawn, {called}", text)


def called_of(update: TrustUpdate) -> str:
    """The document by its name, its school, its term and its version."""
    whose = f" of {update.school.name}" if update.school else ""
    version = f", version {update.version}" if update.version > 1 else ""
    return f"{update.get_edition_display()}{whose} for {update.term.name}{version}"
