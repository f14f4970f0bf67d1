"""`manage.py setup_trust`: a trust of one's own, from options or from answers, as far as they go."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from dataclasses import replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.founding.codes import make_code
from governance.founding.standing import founding, steps_for
from governance.founding.told import CannotSetUp, Named, Wanted, set_up
from trust.lifecycle import Refused
from trust.links import link_to
from trust.queries import current_trust


def person(text: str) -> Named:
    """'Ada Lark <ada@trust.example>'."""
    name, email = parseaddr(text)
    if not name or "@" not in email:
        raise ArgumentTypeError('write it as "Ada Lark <ada@trust.example>"')
    return Named(name, email)


class Command(BaseCommand):
    """Goes on where it stopped; asks only where there is a terminal, so that it never waits in a script."""

    help = "Set up a trust of your own in an empty portal; run it again to go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", action="store_true", help="Print a set-up code for /set-up/, no more.")
        parser.add_argument("--name", default="", help="The trust's name.")
        parser.add_argument("--short-name", default="", help="For the top of every page.")
        parser.add_argument("--administrator", type=person, help='"Name <mail>".')
        parser.add_argument(
            "--executive", type=person, help='"Name <mail>"; may be the administrator as well.'
        )
        parser.add_argument(
            "--gias", type=Path, action="append", default=[], help="A file of the register; may be repeated."
        )
        parser.add_argument("--group", default="", help="The trust's group UID in the register.")
        dates = parser.add_mutually_exclusive_group()
        dates.add_argument("--terms", type=Path, help="A table of terms, .xlsx or .csv.")
        dates.add_argument("--first-year", type=int, help="2026 for the usual dates of 2026/27 and 2027/28.")
        parser.add_argument("--kpis", choices=["starter"], help="Take the starter library into the book.")
        parser.add_argument("--plan", type=Path, help="The strategic plan: .docx, .xlsx, .csv or text.")

    def handle(self, *_args: Any, code: bool, **options: Any) -> None:
        if code:
            self._print_code()
            return
        wanted = Wanted(
            **{name: options[name] for name in ("name", "short_name", "administrator", "executive", "group")},
            **{name: options[name] for name in ("gias", "terms", "first_year", "plan")},
            kpis=options["kpis"] == "starter",
        )
        try:
            set_up(self._completed(wanted), self.stdout.write)
        except CannotSetUp as refusal:
            raise CommandError(str(refusal)) from None
        self._print_next()

    def _print_code(self) -> None:
        try:
            made = make_code()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        place = link_to("governance:set_up")
        self.stdout.write(f"Begin at {place} with this code, once and within three days:")
        self.stdout.write(f"\n  {made}\n")

    def _completed(self, wanted: Wanted) -> Wanted:
        """With the answers to what founding needs and no option says."""
        if current_trust() is not None or not sys.stdin.isatty():
            return wanted
        name = wanted.name or input("Name of the trust: ").strip()
        first = wanted.administrator or self._asked("Its first administrator, as Name <mail>: ")
        return replace(wanted, name=name, administrator=first)

    def _asked(self, question: str) -> Named:
        while True:
            try:
                return person(input(question))
            except ArgumentTypeError as wrong:
                self.stdout.write(f"Please {wrong}.")

    def _print_next(self) -> None:
        known = founding()
        if known is None or known.begun_by is None:
            return
        waiting = [str(each.step.label) for each in steps_for(known.begun_by) if not each.settled]
        if waiting:
            self.stdout.write(f"Next: {', '.join(waiting)}. Go on at {link_to('governance:set_up')}")
        else:
            self.stdout.write(f"Every step is settled. Finish at {link_to('governance:set_up')}")
