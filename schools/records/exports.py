"""The history as a file: every event that was asked for, with all that its hash is made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Final

from django.db.models import QuerySet

from schools.access import Person
from schools.records.queries import in_batches
from trust.models import Event
from trust.tables import Cell

HEADER: Final = (
    "number", "at", "actor", "actor_role", "verb", "subject_kind", "subject_id", "facts", "previous",
    "digest", "who", "in words",
)  # fmt: skip
HELD_BACK: Final = "held back"
# A workbook is held in memory as a whole; a CSV file is not.
MOST_IN_A_WORKBOOK: Final = 20_000


def rows(user: Person, found: QuerySet[Event]) -> Iterator[list[Cell]]:
    """One row an event, the newest first. The first ten columns are what docs/adr/0005 computes the hash of;
    where facts are held back from this reader, the hash can be followed and not computed."""
    for event, told in in_batches(user, found):
        at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
        yield [
            event.number, at, str(event.actor) if event.actor else "", event.actor_role, event.verb,
            event.subject_kind, event.subject_id, HELD_BACK if told.held_back else event.facts,
            event.previous, event.digest, told.who, told.sentence,
        ]  # fmt: skip
