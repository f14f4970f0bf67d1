"""Reading a backup into an empty database: the tables as they stood then, the rows, then this release."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.apps import apps as installed
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from trust.backup import folder as folders
from trust.backup.folder import Manifest
from trust.backup.rows import digest_of, insert

Tell = Callable[[str], None]


class CannotRestore(Exception):
    """Why nothing was restored, in words; the database is as empty as it was."""


def restore(folder: Path, tell: Tell = lambda _: None) -> Manifest:
    """Put the backup into the database that the environment names, which has to be empty.

    The rows go in, and are held against the manifest's hashes, in one transaction. Raises NotABackup or
    CannotRestore. A backup of an earlier release is carried on by the migrations since.
    """
    manifest = folders.read_manifest(folder)
    _require_empty()
    require_known(manifest)
    tell("Making the tables")
    models = _tables_as_they_stood(manifest)
    with transaction.atomic():
        _empty(models.values())
        for name, table in manifest.tables.items():
            tell(f"{name}, {table.rows:,} rows")
            insert(models[name], table.columns, folders.read_lines(folder, name))
        _require_same(manifest, models)
        connection.check_constraints()
        _count_on(models.values())
    tell("Bringing it to this release")
    call_command("migrate", verbosity=0, interactive=False)
    return manifest


def _require_empty() -> None:
    there = set(connection.introspection.table_names())
    for label in ("trust.Trust", "trust.User", "trust.Event"):
        model = installed.get_model(label)
        if model._meta.db_table in there and _has_rows(model._meta.db_table):
            raise CannotRestore(
                "This database holds a trust already, and a backup goes into an empty one only. "
                "Name a new database in DATABASE_URL."
            )


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def require_known(manifest: Manifest) -> None:
    """Raise CannotRestore where the backup's tables stand by a migration that this release does not have."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    newer = [f"{app} {name}" for app, name in manifest.migrations if (app, name) not in known]
    if newer:
        raise CannotRestore(
            f"This backup was made by a newer release: {newer[0]} is not known here. "
            "Install that release, or a later one, and restore again."
        )


def _tables_as_they_stood(manifest: Manifest) -> dict[str, type[Model]]:
    """Migrate to where the backup's database was, and give its models by the names of their tables."""
    executor = MigrationExecutor(connection)
    then = {(app, name) for app, name in manifest.migrations}
    ends = [
        key
        for key in sorted(then)
        if not any(
            child.key in then and child.key[0] == key[0]
            for child in executor.loader.graph.node_map[key].children
        )
    ]
    executor.migrate(ends)
    state = executor.loader.project_state(ends)
    models = {each._meta.db_table: each for each in state.apps.get_models(include_auto_created=True)}
    missing = set(manifest.tables) - set(models)
    if missing:
        raise CannotRestore(f"The backup has a table that its release did not have: {min(missing)}.")
    return models


def _empty(models: Iterable[type[Model]]) -> None:
    """Take out what migrations put in: the backup has it, as it was then."""
    with connection.cursor() as cursor:
        for model in models:
            if model._meta.label_lower not in {"contenttypes.contenttype", "auth.permission"}:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _require_same(manifest: Manifest, models: dict[str, Any]) -> None:
    for name, table in manifest.tables.items():
        found = digest_of(models[name], table.columns)
        if (found.rows, found.sha256) != (table.rows, table.sha256):
            raise CannotRestore(
                f"The table {name} came out different from what was kept; nothing was restored."
            )


def _count_on(models: Iterable[type[Model]]) -> None:
    """Have new rows numbered after the last one."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
