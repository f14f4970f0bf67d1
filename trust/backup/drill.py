"""The drill: the newest backup is restored aside and examined, so that nobody learns on the day it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from trust import history
from trust.backup.folder import newest_in
from trust.models import Event
from trust.queries import require_trust

VERB: Final = "backup.drilled"
CHECKS: Final = (("verify_history",), ("verify_updates", "--quick"))


class DrillFailed(Exception):
    """Which step of the drill failed, and what it said."""


def drill(place: Path) -> list[str]:
    """Restore the newest backup in `place` into a database of its own, and examine its history and Updates.

    What each step said, in order. The database is SQLite in a temporary folder, whatever the portal runs on,
    since a backup goes into either; it is gone afterwards. A success is kept in the history.
    """
    folder = newest_in(place)
    with tempfile.TemporaryDirectory(prefix="drill-") as aside:
        said = [_run(aside, "restore", str(folder)), *(_run(aside, *check) for check in CHECKS)]
    with transaction.atomic():
        history.record(None, VERB, require_trust(), backup=folder.name)
    return said


def last_success() -> datetime | None:
    """When a drill succeeded last, by the portal's history."""
    return Event.objects.filter(verb=VERB).order_by("-number").values_list("at", flat=True).first()


def _run(aside: str, *command: str) -> str:
    aside_only = {"DATABASE_URL": f"sqlite:///{aside}/drill.sqlite3", "VAR_DIR": aside}
    told = {"SECRET_KEY": settings.SECRET_KEY, "ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS)}
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env={**os.environ, **told, **aside_only},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise DrillFailed(f"{command[0]}: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()
