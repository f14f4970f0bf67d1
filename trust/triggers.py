"""Database triggers for rows that are written once: what the model layer refuses, the database refuses too.

Migrations use `append_only` and `frozen`. On SQLite a migration that alters a guarded table makes it anew
and so loses its triggers: such a migration ends with the same operation again. Emptying a guarded table, as
tests do between runs, needs `remove` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.migrations import RunPython

REFUSAL = "These rows are written once: they are neither changed nor deleted."

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
"""


class Guard(NamedTuple):
    """A table and what is refused on it: every change, or under a condition changes of some columns.

    `but` is the one UPDATE that passes, as an SQL condition on OLD and NEW.
    """

    table: str
    when: str = ""
    columns: tuple[str, ...] = ()
    but: str = ""


def append_only(table: str) -> RunPython:
    """The operation after which rows of `table` can only be added (on PostgreSQL not even TRUNCATE works)."""
    return _operation(Guard(table))


def frozen(table: str, *, when: str, columns: Sequence[str]) -> RunPython:
    """The operation after which a row that fulfils `when` keeps those columns and cannot be deleted.

    `when` is an SQL condition on OLD, such as `OLD.state <> 'draft'`, true on both databases.
    """
    return _operation(Guard(table, when, tuple(columns)))


def guarded_again(guard: Guard, *, before: Guard) -> RunPython:
    """The operation that follows a change of a guarded table: the guard made anew; undone, the one before."""

    def undo(apps: Any, schema_editor: Any) -> None:
        remove(schema_editor.connection, guard)
        install(schema_editor.connection, before)

    return RunPython(
        lambda apps, schema_editor: install(schema_editor.connection, guard), undo, elidable=False
    )


def install(connection: Any, guard: Guard) -> None:
    """Make the guard's triggers, in place of any that are there."""
    remove(connection, guard)
    statements = _for_postgresql(guard) if connection.vendor == "postgresql" else _for_sqlite(guard)
    _execute(connection, statements)


def remove(connection: Any, guard: Guard) -> None:
    """Take the guard's triggers away."""
    target = f' ON "{guard.table}"' if connection.vendor == "postgresql" else ""
    events = ("update", "delete", "truncate")
    _execute(connection, [f'DROP TRIGGER IF EXISTS "{guard.table}_no_{event}"{target}' for event in events])


def _operation(guard: Guard) -> RunPython:
    return RunPython(
        lambda apps, schema_editor: install(schema_editor.connection, guard),
        lambda apps, schema_editor: remove(schema_editor.connection, guard),
        elidable=False,
    )


def _for_postgresql(guard: Guard) -> list[str]:
    return [POSTGRESQL_FUNCTION] + [
        f'CREATE TRIGGER "{guard.table}_no_{event}" BEFORE {event} ON "{guard.table}" '
        f"FOR EACH {each} {condition} EXECUTE FUNCTION refuse_change()"
        for event, each, condition in (
            ("update", "ROW", _condition(guard, changed="IS DISTINCT FROM")),
            ("delete", "ROW", _condition(guard)),
            ("truncate", "STATEMENT", ""),
        )
    ]


def _for_sqlite(guard: Guard) -> list[str]:
    return [
        f'CREATE TRIGGER "{guard.table}_no_{event}" BEFORE {event} ON "{guard.table}" '
        f"FOR EACH ROW {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for event, condition in (
            ("update", _condition(guard, changed="IS NOT")),
            ("delete", _condition(guard)),
        )
    ]


def _condition(guard: Guard, *, changed: str = "") -> str:
    parts = [f"({guard.when})"] if guard.when else []
    if changed and guard.columns:
        differences = (f'OLD."{column}" {changed} NEW."{column}"' for column in guard.columns)
        parts.append(f"({' OR '.join(differences)})")
    if changed and guard.but:
        parts.append(f"NOT ({guard.but})")
    return f"WHEN ({' AND '.join(parts)})" if parts else ""


def _execute(connection: Any, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
