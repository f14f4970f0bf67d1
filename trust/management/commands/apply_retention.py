"""`manage.py apply_retention`: removes what is past its time, or says what it would be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trust import retention


class Command(BaseCommand):
    """The sweep does the same once a day."""

    help = "Apply the retention schedule; with --dry-run only count what is past its time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        for run in retention.apply(dry=dry_run):
            verb = "would end" if dry_run else "ended"
            self.stdout.write(f"{run.row.what}: kept for {run.days} days, {run.records} {verb}")
