"""`manage.py export_all DIR`: everything in open formats, with a dictionary of every column."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from trust.backup.opened import export_all


class Command(BaseCommand):
    """For leaving, or for looking into it with other tools; passwords and keys are not in it."""

    help = "Write every table as CSV, every file, and a dictionary of the columns into the new folder DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *_args: Any, dir: Path, **_options: Any) -> None:
        try:
            tables = export_all(dir)
        except FileExistsError:
            raise CommandError(f"{dir} is there already; name a folder that is not.") from None
        except (OSError, DatabaseError) as error:
            raise CommandError(f"Nothing was written: {error}") from None
        self.stdout.write(f"{dir}: {tables} tables, their files and dictionary.csv")
