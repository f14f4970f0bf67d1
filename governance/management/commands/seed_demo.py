"""Loads the demonstration trust into an empty database, and says who may sign in there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.demo import NotFirst, is_loaded, load_demonstration
from schools.demo import accounts
from trust.demo import PASSWORD
from trust.queries import require_trust


class Command(BaseCommand):
    """`seed_demo` loads it once; called again, it only prints the accounts."""

    help = "Load the demonstration trust into an empty database, and print its accounts."

    def handle(self, *_args: Any, verbosity: int, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "The demonstration is not loaded in production: everybody can read its password."
            )
        if is_loaded():
            self.stdout.write("The demonstration is already loaded; nothing was changed.")
        else:
            self._load(verbosity)
        self._print_accounts()

    def _load(self, verbosity: int) -> None:
        def say(term: str) -> None:
            if verbosity > 1:
                self.stderr.write(f"  {term}")

        try:
            load_demonstration(say)
        except NotFirst as refusal:
            raise CommandError(str(refusal)) from None

    def _print_accounts(self) -> None:
        shown = accounts()
        width = max(len(person.email) for person in shown)
        self.stdout.write(
            f"\n{require_trust().name}, a demonstration. Every account has the password {PASSWORD}\n\n"
        )
        for person in shown:
            self.stdout.write(f"  {person.email:<{width}}  {person.name}, {person.post}")
