"""Lists every build of every Trust Update, with its state and the hash of its PDF."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from governance.queries.updates import listed_builds


class Command(BaseCommand):
    """`updates` prints a line per build; `updates --json` a list of objects."""

    help = "List the builds of Trust Updates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        builds = listed_builds()
        if options["json"]:
            self.stdout.write(json.dumps(builds))
            return
        for build in builds:
            self.stdout.write(f"{build['id']}  {build['state']:<10} {build['sha256'] or '–'}  {build['key']}")
