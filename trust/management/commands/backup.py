"""`manage.py backup DIR`: everything that the portal keeps, in a new folder there."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from trust.backup.writing import write_backup


class Command(BaseCommand):
    """Works while people do: they need not wait, and the backup is of one moment."""

    help = "Write everything that the portal keeps into a new folder inside DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *_args: Any, dir: Path, **_options: Any) -> None:
        try:
            folder, manifest = write_backup(dir)
        except (OSError, DatabaseError) as error:
            raise CommandError(f"No backup was made, and nothing is left of it: {error}") from None
        tables = len(manifest.tables)
        self.stdout.write(f"{folder}: {manifest.rows:,} rows of {tables} tables, kept as one moment")
