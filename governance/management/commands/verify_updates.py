"""Checks that every issued Trust Update still is what was issued, and can be made again from its freeze."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.queries.proofs import examine_issued, withdrawn


class Command(BaseCommand):
    """`verify_updates` computes the hashes of contents and PDFs anew and holds them against the history; then
    it renders every freeze and compares, which `--quick` leaves out."""

    help = "Check that every issued Trust Update still has the bytes that were issued."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="Hashes alone, nothing is rendered.")

    def handle(self, *_args: Any, quick: bool, **_options: Any) -> None:
        checked, faults = examine_issued()
        for line in withdrawn():
            self.stdout.write(line)
        if not quick:
            # The layout engine takes most of a second to wake.
            from governance.queries.rendered import render_again

            rendered = render_again()
            faults += rendered.faults
            for remark in rendered.remarks:
                self.stdout.write(remark)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in {checked} issued Trust Updates.")
        self.stdout.write(f"{checked} issued Trust Updates are what was issued.")
