"""Everything in open formats, for whoever leaves the portal: tables as CSV, files, and a dictionary."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db import models
from django.db.models import Field, ForeignKey, JSONField, Model

from trust.backup.rows import FILES_AT_ONCE
from trust.backup.writing import kept_models
from trust.history import canonical
from trust.models import Blob
from trust.snapshot import one_snapshot_to_read
from trust.tables.writing import Cell, csv_bytes

DICTIONARY: Final = "dictionary.csv"
HEADER: Final = ("Table", "What a row is", "Column", "Kind", "Meaning", "Refers to", "Values")
# What opens doors, and says nothing of the trust.
# The first that fits tells what a column holds.
KINDS: Final[Sequence[tuple[type[Field[Any, Any]], str]]] = (
    (models.DateTimeField, "moment in UTC, ISO 8601"),
    (models.DateField, "date, ISO 8601"),
    (models.TimeField, "time of day in London"),
    (models.DecimalField, "number"),
    (models.IntegerField, "whole number"),
    (models.BooleanField, "yes or no"),
    (models.JSONField, "JSON"),
    (models.UUIDField, "UUID"),
    (models.Field, "text"),
)
SECRET: Final = frozenset(
    {
        ("trust.user", "password"),
        ("schools.feedaddress", "digest"),
        ("mfa.authenticator", "data"),
        ("socialaccount.socialapp", "secret"),
    }
)


def export_all(place: Path) -> int:
    """Write the folder `place`, which must not be there yet, and give the number of tables.

    Everything is from one snapshot. A file of the portal stands in `files` under its SHA-256, to which the
    tables refer. Raises FileExistsError, or another OSError that leaves nothing behind.
    """
    place.mkdir(mode=0o700, parents=True)
    try:
        kept = [model for model in kept_models() if model is not Blob]
        with one_snapshot_to_read():
            for model in kept:
                name = f"{model._meta.label_lower}.csv"
                (place / name).write_bytes(csv_bytes(*_table(model)))
            _files(place / "files")
        (place / DICTIONARY).write_bytes(csv_bytes(HEADER, _dictionary(kept)))
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return len(kept)


def _table(model: type[Model]) -> tuple[list[str], Iterator[list[Cell]]]:
    fields = _open_fields(model)
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    cells = (
        [_cell(field, value) for field, value in zip(fields, row, strict=True)] for row in rows.iterator()
    )
    return [field.attname for field in fields], cells


def _open_fields(model: type[Model]) -> Sequence[Field[Any, Any]]:
    label = model._meta.label_lower
    return [field for field in model._meta.concrete_fields if (label, field.attname) not in SECRET]


def _cell(field: Field[Any, Any], value: Any) -> Cell:
    if isinstance(field, JSONField) and value is not None:
        return canonical(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, Cell) else str(value)


def _files(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    for blob in Blob.objects.order_by("pk").iterator(chunk_size=FILES_AT_ONCE):
        ending = mimetypes.guess_extension(blob.media_type) or ".bin"
        (folder / f"{blob.sha256}{ending}").write_bytes(bytes(blob.content))


def _dictionary(kept: Sequence[type[Model]]) -> Iterator[list[Cell]]:
    for model in kept:
        for field in _open_fields(model):
            yield [model._meta.label_lower, _what(model), field.attname, _kind(field), *_meaning(field)]


def _what(model: type[Model]) -> str:
    said = (model.__doc__ or "").strip()
    made_up = said.startswith(f"{model.__name__}(")
    return str(model._meta.verbose_name) if made_up or not said else " ".join(said.split())


def _kind(field: Field[Any, Any]) -> str:
    target = field.target_field if isinstance(field, ForeignKey) else field
    kind = next(words for made, words in KINDS if isinstance(target, made))
    return f"{kind}, may be empty" if field.null or field.blank else kind


def _meaning(field: Field[Any, Any]) -> list[Cell]:
    refers = field.related_model._meta.label_lower if isinstance(field, ForeignKey) else ""
    values = "; ".join(f"{code}: {label}" for code, label in field.flatchoices)
    return [str(field.help_text or field.verbose_name), refers, values]
