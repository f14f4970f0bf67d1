"""Writing a backup: every table from one snapshot, beside its place, and then moved there in one step."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from trust import history
from trust.backup import folder as folders
from trust.backup.folder import Manifest, Table
from trust.backup.rows import Digest, columns_of, lines_of
from trust.clock import wall
from trust.snapshot import one_snapshot_to_read

# What is not worth keeping: who is signed in and who failed to, links that were sent out, and what Django
# makes again by itself. A model of ours says so with `is_made_again`.
LEFT_OUT: Final = frozenset(
    {
        "sessions.session", "contenttypes.contenttype", "auth.permission", "auth.group",
        "auth.group_permissions", "trust.user_groups", "trust.user_user_permissions",
        "account.emailconfirmation", "axes.accessattempt", "axes.accessattemptexpiration",
        "axes.accessfailurelog", "axes.accesslog",
    }
)  # fmt: skip


def kept_models() -> list[type[Model]]:
    """Every table that a backup holds, by the name of the table."""
    models = apps.get_models(include_auto_created=True)
    kept = (each for each in models if each._meta.managed and not each._meta.proxy)
    return sorted((each for each in kept if not _left_out(each)), key=lambda each: each._meta.db_table)


def write_backup(place: Path) -> tuple[Path, Manifest]:
    """A new folder in `place`, named after the moment (UTC), with everything; OSError leaves none behind."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The machine's own time: a trust's clock may stand, as the demonstration's does.
    now = wall()
    folder = place / f"{now:%Y-%m-%dT%H-%M-%S-%fZ}"
    part = place / f".{folder.name}.part"
    try:
        part.mkdir(mode=0o700)
        with one_snapshot_to_read():
            manifest = Manifest(
                made_at=now.isoformat(),
                database=connection.vendor,
                migrations=_migrations(),
                tables={each._meta.db_table: _write(part, each) for each in kept_models()},
                history={"latest": history.latest_digest()},
            )
        folders.write_manifest(part, manifest)
        part.rename(folder)
        _settle(place)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder, manifest


def _left_out(model: type[Model]) -> bool:
    return model._meta.label_lower in LEFT_OUT or getattr(model, "is_made_again", False)


def _write(folder: Path, model: type[Model]) -> Table:
    digest, columns = Digest(), columns_of(model)
    folders.write_lines(folder, model._meta.db_table, digest.through(lines_of(model, columns)))
    return Table(model._meta.label_lower, columns, digest.rows, digest.sha256)


def _migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def _settle(place: Path) -> None:
    """Have the folder's new name survive a power cut."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
