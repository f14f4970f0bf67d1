"""`manage.py restore_drill DIR`: proves that the newest backup can be restored; the portal goes on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trust.backup.drill import DrillFailed, drill, last_success
from trust.backup.folder import NotABackup


class Command(BaseCommand):
    """Run it once a week; it ends with 1 where the backup would not have helped."""

    help = "Restore the newest backup in DIR aside, and examine its history and its Trust Updates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *_args: Any, dir: Path, **_options: Any) -> None:
        before = last_success()
        try:
            said = drill(dir)
        except (NotABackup, DrillFailed) as error:
            last = f"The last success was on {before:%Y-%m-%d}." if before else "None has succeeded yet."
            raise CommandError(f"The drill failed. {error} {last}") from None
        self.stdout.write("\n".join([*said, "The drill succeeded."]))
