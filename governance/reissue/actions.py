"""What a later version changes, said by who compiles before it is built and issued."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from governance.models import TrustUpdate, UpdateState
from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused
from trust.models import User

LONGEST_CHANGED: Final = 400
LONGEST_REASON: Final = 300


def say_what_changed(update: TrustUpdate, *, by: User, changed: str, reason: str) -> TrustUpdate:
    """Keep what this version changes and why; both are printed on its cover from the next draft on."""
    require(by, Permission.COMPILE_UPDATE)
    what, why = _tidy(changed), _tidy(reason)
    _require_short("What changed", what, LONGEST_CHANGED)
    _require_short("The reason", why, LONGEST_REASON)
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=update.pk)
        if update.state != UpdateState.DRAFT:
            raise Refused("This version is no longer a draft, so what it says of itself stays.")
        if update.version == 1:
            raise Refused("A first version changes nothing that was issued.")
        if (update.changed, update.change_reason) != (what, why):
            update.changed, update.change_reason = what, why
            update.save()
            said = {"changed": history.salted(what), "reason": history.salted(why)}
            history.record(by, "update.change_told", update, **said)
    return update


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _require_short(what: str, text: str, longest: int) -> None:
    if not text:
        raise Refused(f"{what} is missing: a new version says both on its cover.")
    if len(text) > longest:
        raise Refused(f"{what} has {len(text):,} characters; at most {longest} fit on the cover.")
