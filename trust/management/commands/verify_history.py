"""`manage.py verify_history`: walks the audit history and names the first row that does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trust import history


class Command(BaseCommand):
    help = "Checks the audit history's chain of hashes and names the first bad row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", help="A hash printed in a pack, which the chain must hold.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = history.examine()
        if found.broken:
            raise CommandError(f"History is broken at event {found.broken.number} ({found.broken.why}).")
        anchor = options["anchor"]
        if anchor and not history.holds_digest(anchor):
            raise CommandError(
                f"No event has the hash {anchor}: the end of the history was cut off or rewritten."
            )
        self.stdout.write(f"{found.events} events, chain whole, latest hash {found.latest}")
