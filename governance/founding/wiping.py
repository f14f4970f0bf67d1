"""Wiping the demonstration, so that a trust of its own can begin where it was tried."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import structlog
from django.db import transaction

from governance.founding.codes import make_code
from schools.access import Permission, require
from trust.backup.writing import write_backup
from trust.emptying import empty_database
from trust.lifecycle import Refused
from trust.models import Trust, User
from trust.queries import current_trust, forget_trust

log = structlog.get_logger(__name__)

NO_DEMONSTRATION = (
    "This is no demonstration, so nothing was removed. A trust’s own records are never wiped; to begin "
    "again, point DATABASE_URL at an empty database."
)


class Wiped(NamedTuple):
    """The set-up code of the installation that is now empty, and where the demonstration was kept."""

    code: str
    backup: Path | None


def wipe_demonstration(*, by: User | None, name: str, backup_to: Path | None = None) -> Wiped:
    """Remove the demonstration whole; `by` is None for whoever has the machine's own terminal.

    The backup is written first. Raises Refused for any other trust and for another name, OSError where the
    backup cannot be written; then nothing is removed.
    """
    if by is not None:
        require(by, Permission.WIPE_DEMONSTRATION)
    _require_demonstration(name)
    kept = write_backup(backup_to)[0] if backup_to else None
    with transaction.atomic():
        # Once more behind the lock: the trust that was typed is the one that goes.
        _require_demonstration(name, locked=True)
        empty_database()
        forget_trust()
        code = make_code()
    log.info("demonstration_wiped", backup=str(kept or ""))
    return Wiped(code, kept)


def _require_demonstration(name: str, *, locked: bool = False) -> None:
    trust = Trust.objects.select_for_update().first() if locked else current_trust()
    if trust is None:
        raise Refused("There is no trust here, so there is nothing to remove.")
    if not trust.is_demonstration:
        raise Refused(NO_DEMONSTRATION)
    if " ".join(name.split()).casefold() != trust.name.casefold():
        raise Refused(
            f"The demonstration is called {trust.name}. Type that name, to be sure; nothing was removed."
        )
