"""Asks for a draft of a term's Trust Update; a worker makes it."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.actions import request_build
from trust.lifecycle import Refused
from trust.models import Term
from trust.queries import current_trust, term_for
from trust.terms import TermRef


class Command(BaseCommand):
    """`request_update --term 2026-27-1 --key K` prints {"id": …}; the same key gives the same id."""

    help = "Ask for a draft of the Trust Update of a term; a worker compiles it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--term", required=True, help="The term, written as 2026-27-1.")
        parser.add_argument("--key", required=True, help="The same key is the same request.")

    def handle(self, *_args: Any, term: str, key: str, **_options: Any) -> None:
        if current_trust() is None:
            raise CommandError("No trust has been set up in this database yet.")
        try:
            build = request_build(_term(term), by=None, key=key)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(json.dumps({"id": build.pk}))


def _term(slug: str) -> Term:
    try:
        ref = TermRef.from_slug(slug)
    except ValueError as error:
        raise CommandError(str(error)) from None
    term = term_for(ref)
    if term is None:
        raise CommandError(f"The trust's calendar has no term {slug}.")
    return term
