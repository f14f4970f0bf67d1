"""`manage.py restore DIR`: a backup into the empty database that the environment names."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trust.backup.folder import NotABackup, newest_in
from trust.backup.restoring import CannotRestore, restore


class Command(BaseCommand):
    """From SQLite or PostgreSQL into either; DIR is one backup, or a folder of which the newest is taken."""

    help = "Put the backup in DIR into the database that the environment names, which has to be empty."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *_args: Any, dir: Path, verbosity: int, **_options: Any) -> None:
        tell = self.stdout.write if verbosity > 1 else lambda _: None
        try:
            folder = newest_in(dir)
            manifest = restore(folder, tell)
        except (NotABackup, CannotRestore) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Restored {folder} of {manifest.made_at}: {manifest.rows:,} rows, every table as it was kept"
        )
