"""`manage.py wipe_demo`: an empty portal in place of the demonstration, and the code to set it up with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.founding.wiping import wipe_demonstration
from trust.lifecycle import Refused
from trust.queries import current_trust


class Command(BaseCommand):
    """Asks for the demonstration's name where there is a terminal; `--name` says it where there is none."""

    help = "Remove the demonstration whole, and leave an empty portal that is waiting to be set up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="", help="The demonstration's name, typed out to be sure.")
        parser.add_argument("--backup", type=Path, help="Write a backup into this folder first.")

    def handle(self, *_args: Any, name: str, backup: Path | None, **_options: Any) -> None:
        try:
            wiped = wipe_demonstration(by=None, name=name or self._ask(), backup_to=backup)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"No backup could be written, so nothing was removed: {error}") from None
        if wiped.backup:
            self.stdout.write(f"The demonstration is kept in {wiped.backup}")
        self.stdout.write("The portal is empty. Begin at /set-up/ with this code, which is shown only now:")
        self.stdout.write(f"\n  {wiped.code}\n")

    def _ask(self) -> str:
        trust = current_trust()
        if trust is None or not sys.stdin.isatty():
            return ""
        return input(f"Everything of {trust.name} will be removed. Type its name to go on: ")
