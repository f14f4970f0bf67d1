"""Empties the database to what migrations alone would have left: every row goes, tables and guards stay.

Guards forbid that what was issued is deleted. They are taken off and put back inside the one transaction, so
that nobody ever sees a database without them; where anything fails, nothing has happened.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection, transaction

# What Django makes by itself, and what says which migrations have run.
KEPT: Final = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def empty_database() -> None:
    """Remove every row of the portal's own tables; the numbers of new rows begin anew."""
    with transaction.atomic():
        names = set(connection.introspection.django_table_names(only_existing=True))
        tables = sorted(names - KEPT)
        with connection.cursor() as cursor:
            (_on_postgresql if connection.vendor == "postgresql" else _on_sqlite)(cursor, tables)


def _on_postgresql(cursor: Any, tables: list[str]) -> None:
    quoted = [connection.ops.quote_name(each) for each in tables]
    for table in quoted:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(f"TRUNCATE {', '.join(quoted)} RESTART IDENTITY")
    for table in quoted:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _on_sqlite(cursor: Any, tables: list[str]) -> None:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = cursor.fetchall()
    for name, _ in guards:
        cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    # Foreign keys are checked when the transaction ends, so that the order does not matter.
    for table in tables:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own
    cursor.execute("DELETE FROM sqlite_sequence")
    for _, statement in guards:
        cursor.execute(statement)
