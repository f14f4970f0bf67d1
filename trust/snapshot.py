"""One moment of the database, whatever is saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """A transaction in which every query sees the same moment, whatever is saved meanwhile.

    SQLite's transactions are such by nature. Inside another transaction its snapshot is used.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def one_snapshot_to_read() -> Iterator[None]:
    """The same for long reading: on SQLite nobody who writes has to wait until it is over.

    Nothing may be written inside.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with one_snapshot():
            yield
        return
    # Our transactions take the pen when they begin; this one only ever reads.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
