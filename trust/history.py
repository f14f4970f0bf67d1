"""The audit history: every action leaves one event, chained by hash to the event before it.

The format, which later versions must keep reading:

- `facts` is canonical JSON text: keys sorted, no spaces, characters as themselves rather than escaped.
  Decimals, dates, moments (UTC), UUIDs and terms stand in it as text. Floats are refused, since they have
  no one spelling.
- The canonical text of an event is the canonical JSON of `number`, `at` (UTC, ISO 8601, always six digits of
  microseconds, ending +00:00), `actor` (a history key or null), `actor_role`, `verb`, `subject_kind`,
  `subject_id` and `facts`, the last one as the text that is stored.
- `digest` is the SHA-256, in lower-case hexadecimal, of the previous event's digest, a line feed, and the
  canonical text, in UTF-8. The first event follows sixty-four zeros. Numbers run from 1 without a gap.

Free text and names of people stay out of it: a person is a history key, a text is a salted digest, so that
either can be erased where it is kept and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError

from trust import clock
from trust.models import Event, User
from trust.terms import TermRef

BEGINNING: Final = "0" * 64
# Any number will do, as long as nothing else in the database locks on it.
LOCK: Final = int.from_bytes(b"history", "big")
FIELDS: Final = ("number", "at", "actor", "actor_role", "verb", "subject_kind", "subject_id", "facts")


class BrokenLink(NamedTuple):
    """The first event at which the chain does not hold, and why, in words."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What a walk along the chain found: the good events, the last one's hash, and the first bad row."""

    events: int
    latest: str
    broken: BrokenLink | None = None


def record(by: User | None, verb: str, subject: Model, **facts: Any) -> Event:
    """Leave one event in the caller's transaction; `by` is None where the portal itself acted.

    `verb` is what happened ("return.submitted"), `facts` plain values (see the module's docstring);
    TypeError for a float or a thing that has no one spelling. Raises TransactionManagementError outside
    `atomic`, since an event must stand or fall with what it tells. Events follow each other one at a time:
    record near the end of an action.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("History is recorded inside the transaction of what it tells.")
    number, previous = _take_the_end()
    event = Event(
        number=number + 1,
        at=clock.now(),
        actor=by.history_key if by else None,
        actor_role=by.post[:60] if by else "",
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=canonical(facts),
        previous=previous,
    )
    event.digest = digest_of(previous, {field: getattr(event, field) for field in FIELDS})
    event.save(force_insert=True)
    return event


def salted(text: str) -> dict[str, str]:
    """A fact that proves which text was meant without holding it: a salt, and the digest of salt and text."""
    salt = secrets.token_hex(16)
    return {"salt": salt, "sha256": _salted_digest(salt, text)}


def was_text(fact: dict[str, str], text: str) -> bool:
    """Whether a salted fact speaks of exactly this text."""
    return secrets.compare_digest(fact["sha256"], _salted_digest(fact["salt"], text))


def events_about(subject: Model) -> QuerySet[Event]:
    """The subject's events, oldest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))


def latest_digest() -> str:
    """The newest event's hash, which a pack prints so that the chain is anchored outside the database."""
    return Event.objects.order_by("-number").values_list("digest", flat=True).first() or BEGINNING


def holds_digest(digest: str) -> bool:
    """Whether the chain has an event with this hash: a printed hash without one shows a severed tail."""
    return digest == BEGINNING or Event.objects.filter(digest=digest).exists()


def verify() -> BrokenLink | None:
    """The first bad row of the chain, or None where it is whole."""
    return examine().broken


def examine() -> Examination:
    """Walk the chain from its beginning in constant memory, up to the first row at which it does not hold."""
    number, latest = 0, BEGINNING
    rows = Event.objects.order_by("number").values(*FIELDS, "previous", "digest")
    for row in rows.iterator(chunk_size=2000):
        why = _flaw(row, number + 1, latest)
        if why:
            return Examination(number, latest, BrokenLink(min(number + 1, row["number"]), why))
        number, latest = row["number"], row["digest"]
    return Examination(number, latest)


def canonical(facts: Any) -> str:
    """The one JSON text for these facts; TypeError for a float, ValueError for text that is not Unicode."""
    text = json.dumps(_plain(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text.encode("utf-8")
    return text


def digest_of(previous: str, event: dict[str, Any]) -> str:
    """The hash that an event with these fields has behind `previous`."""
    text = canonical({field: event[field] for field in FIELDS})
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _take_the_end() -> tuple[int, str]:
    # SQLite's write transactions already queue. On PostgreSQL a lock on the last row would not do: there is
    # none in an empty table, and a waiting reader would wake up with the row that was last before it began
    # to wait.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Event.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, BEGINNING)


def _flaw(row: dict[str, Any], expected: int, latest: str) -> str:
    if row["number"] > expected:
        return "missing: the row is not there"
    if row["number"] < expected:
        return "out of order: numbers begin at 1"
    if digest_of(row["previous"], row) != row["digest"]:
        return "altered: its contents no longer give its hash"
    if row["previous"] != latest:
        return "out of order: it does not follow the row before it"
    return ""


def _salted_digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case TermRef():
            return value.slug
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    raise TypeError(
        f"History takes text, whole numbers, Decimals, dates and lists of them, not {type(value).__name__}."
    )
