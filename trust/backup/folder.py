"""A backup on disk: a file of lines for each table, and the manifest, which is written last of all."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
TABLES: Final = "tables"


class NotABackup(Exception):
    """There is no whole backup to read, said in words."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its model (`app.model`), its columns in order, its rows, and the SHA-256 of its lines."""

    model: str
    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup: when it was made (UTC), by which migrations its tables stand, and the tables."""

    made_at: str
    database: str
    migrations: list[list[str]]
    tables: dict[str, Table]
    history: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def write_lines(folder: Path, table: str, lines: Iterable[bytes]) -> None:
    """The table's file, compressed; the same lines give the same bytes."""
    path = _file(folder, table)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with _private(path) as out, gzip.GzipFile(fileobj=out, mode="wb", compresslevel=5, mtime=0) as packed:
        packed.writelines(lines)


def read_lines(folder: Path, table: str) -> Iterator[bytes]:
    """The table's lines, one by one."""
    with gzip.open(_file(folder, table), "rb") as packed:
        yield from packed


def write_manifest(folder: Path, manifest: Manifest) -> None:
    with _private(folder / MANIFEST) as out:
        out.write(json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode())
        out.flush()
        os.fsync(out.fileno())


def newest_in(place: Path) -> Path:
    """The backup that `place` is, or the newest whole one in it; NotABackup where there is none."""
    if (place / MANIFEST).is_file():
        return place
    found = sorted(
        each.parent for each in place.glob(f"*/{MANIFEST}") if not each.parent.name.startswith(".")
    )
    if not found:
        raise NotABackup(f"There is no backup in {place}: no folder there has a {MANIFEST}.")
    return found[-1]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup whose every file is there and holds what it says; else NotABackup."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        if told["format"] > FORMAT:
            raise NotABackup(
                f"{folder} was written by a newer release, in a format that this one cannot read."
            )
        tables = {name: Table(**table) for name, table in told.pop("tables").items()}
        manifest = Manifest(**told, tables=tables)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotABackup(f"The {MANIFEST} in {folder} cannot be read: {error}") from None
    for name, table in manifest.tables.items():
        _require_whole(folder, name, table)
    return manifest


def _require_whole(folder: Path, name: str, table: Table) -> None:
    digest, rows = hashlib.sha256(), 0
    try:
        for line in read_lines(folder, name):
            digest.update(line)
            rows += 1
    except (OSError, EOFError) as error:
        raise NotABackup(f"The file of the table {name} cannot be read: {error}") from None
    if (rows, digest.hexdigest()) != (table.rows, table.sha256):
        raise NotABackup(f"The file of the table {name} is not the one that was written: its hash differs.")


def _file(folder: Path, table: str) -> Path:
    return folder / TABLES / f"{table}.jsonl.gz"


def _private(path: Path) -> Any:
    """The file for writing, readable by nobody else: it holds everything that the portal knows."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
