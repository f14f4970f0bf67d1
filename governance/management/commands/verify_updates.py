"""Checks that every issued Trust Update still is what was issued."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.queries.proofs import examine_issued


class Command(BaseCommand):
    """`verify_updates` computes the hashes of contents and PDFs anew, and holds them against the history."""

    help = "Check that every issued Trust Update still has the bytes that were issued."

    def handle(self, *_args: Any, **_options: Any) -> None:
        checked, faults = examine_issued()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in {checked} issued Trust Updates.")
        self.stdout.write(f"{checked} issued Trust Updates are what was issued.")
