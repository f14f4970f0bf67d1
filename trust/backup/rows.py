"""A table's rows as lines of JSON that both databases write alike, and back again."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, Field, JSONField, Model

AT_ONCE: Final = 500  # rows
FILES_AT_ONCE: Final = 8  # rows that hold whole files


class Digest:
    """The SHA-256 of a table's lines and their number, counted as they pass."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, hashlib.sha256()

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.rows += 1
            self._sum.update(line)
            yield line

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()


def columns_of(model: type[Model]) -> list[str]:
    """The names under which a row's values stand: a reference is the key of what it refers to."""
    return [field.attname for field in model._meta.concrete_fields]


def lines_of(model: type[Model], columns: list[str]) -> Iterator[bytes]:
    """Each row as one line, a list of its values in the order of the columns, by primary key."""
    fields = _fields(model, columns)
    rows = model._base_manager.order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=_at_once(model)):
        values = [_told(field, value) for field, value in zip(fields, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def digest_of(model: type[Model], columns: list[str]) -> Digest:
    """What the table's lines would come to, nothing being written."""
    digest = Digest()
    for _ in digest.through(lines_of(model, columns)):
        pass
    return digest


def insert(model: type[Model], columns: list[str], lines: Iterable[bytes]) -> None:
    """Put the rows into the table as they are, past everything that would set a value by itself."""
    fields = _fields(model, columns)
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table, places = connection.ops.quote_name(model._meta.db_table), ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({quoted}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        for some in _batches(lines, _at_once(model)):
            cursor.executemany(statement, [_kept(fields, line) for line in some])


def _fields(model: type[Model], columns: list[str]) -> list[Any]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in columns]


def _at_once(model: type[Model]) -> int:
    holds_files = any(isinstance(field, BinaryField) for field in model._meta.concrete_fields)
    return FILES_AT_ONCE if holds_files else AT_ONCE


def _batches(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _told(field: Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, JSONField):
        return value
    match value:
        case bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            # PostgreSQL reads closing zeros that SQLite does not.
            return format(value.normalize(), "f")
        case UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"{field} holds a {type(value).__name__}, which a backup has no spelling for.")


def _kept(fields: list[Any], line: bytes) -> list[Any]:
    values = zip(fields, json.loads(line), strict=True)
    return [field.get_db_prep_save(_read(field, value), connection) for field, value in values]


def _read(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, JSONField):
        return value
    return base64.b64decode(value) if isinstance(field, BinaryField) else field.to_python(value)
