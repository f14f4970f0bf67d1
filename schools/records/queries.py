"""The history as a person may read it: its events in sentences, a page at a time by their numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from schools.access import Permission, Person, allows, schools_for
from schools.records import facts, subjects
from schools.records.facts import EVERYWHERE, Fact
from schools.records.words import WORDS
from trust.models import Event, User

Events = QuerySet[Event]

A_PAGE: Final = 50
PORTAL: Final = "The portal"
SHOWN_OF_A_KEY: Final = 4
SHOWN_ANCHORS: Final = 5
ISSUED: Final = "update.issued"


class Told(NamedTuple):
    """One event in words: "Ruth Hale accepted the return of Oak, Autumn 2026", cut where a link stands."""

    number: int
    at: datetime
    who: str
    post: str
    before: str
    subject: subjects.Named
    after: str
    facts: list[Fact]
    held_back: bool
    digest: str

    @property
    def sentence(self) -> str:
        return f"{self.who} {self.before}{self.subject.name}{self.after}"


class Page(NamedTuple):
    """Some events, the newest first, and the numbers by which those before and after them are asked for."""

    events: list[Told]
    older: int | None
    newer: int | None


class Anchor(NamedTuple):
    """A hash that stands on paper outside the portal, and the event that holds it."""

    number: int
    subject: subjects.Named
    printed: str


def readable(user: Person) -> Events:
    """The events that the person may read: all, or what speaks of the schools whose history is theirs."""
    if allows(user, Permission.SEE_HISTORY, EVERYWHERE):
        return Event.objects.all()
    return Event.objects.filter(
        subjects.within(schools_for(user, Permission.SEE_HISTORY).values_list("pk", flat=True))
    )


def page_of(user: Person, found: Events, *, before: int | None = None, after: int | None = None) -> Page:
    """The page below the number `before`, or above `after`; the newest without either. Its cost does not
    depend on how far back it lies."""
    if after is not None:
        rows = list(found.filter(number__gt=after).order_by("number")[: A_PAGE + 1])
        more = len(rows) > A_PAGE
        rows = rows[:A_PAGE][::-1]
        return Page(told(user, rows), rows[-1].number if rows else None, rows[0].number if more else None)
    rows = list((found.filter(number__lt=before) if before else found).order_by("-number")[: A_PAGE + 1])
    more, rows = len(rows) > A_PAGE, rows[:A_PAGE]
    return Page(
        told(user, rows), rows[-1].number if more else None, rows[0].number if before and rows else None
    )


def told(user: Person, events: Sequence[Event]) -> list[Told]:
    """The events in words: one query for the people, and one for each kind of subject that has a name."""
    people = names_for(events)
    named = subjects.names_of(user, {(each.subject_kind, each.subject_id) for each in events})
    return [_told(user, each, people, named) for each in events]


def names_for(events: Iterable[Event]) -> dict[str, str]:
    """The names of those who acted or are named in the facts, by history key."""
    keys = {str(each.actor) for each in events if each.actor}.union(
        *(facts.keys_in(each.facts) for each in events)
    )
    known = User.objects.filter(history_key__in=[UUID(key) for key in keys])
    return {str(key): name for key, name in known.values_list("history_key", "name")}


def who(event: Event, people: dict[str, str]) -> str:
    """The person's name today, "The portal", or what is left of somebody the portal no longer knows."""
    if event.actor is None:
        return PORTAL
    key = str(event.actor)
    return people.get(key) or f"Somebody no longer known, {key[:SHOWN_OF_A_KEY]}…"


def in_batches(user: Person, found: Events, size: int = 500) -> Iterator[tuple[Event, Told]]:
    """Every event with its words, the newest first, in the memory of one batch."""
    events = found.order_by("-number").iterator(chunk_size=size)
    while some := list(islice(events, size)):
        yield from zip(some, told(user, some), strict=True)


def anchors(user: Person) -> list[Anchor]:
    """The last Updates that were issued: which event says so, and the hash that each of them prints."""
    issued = readable(user).filter(verb=ISSUED).order_by("-number")[:SHOWN_ANCHORS]
    hashes = {each.number: str(json.loads(each.facts).get("contents", "")) for each in issued}
    return [Anchor(each.number, each.subject, hashes[each.number]) for each in told(user, list(issued))]


def _told(
    user: Person, event: Event, people: dict[str, str], named: dict[subjects.Key, subjects.Named]
) -> Told:
    words = WORDS.get(event.verb, f"recorded “{event.verb}” of {{it}}")
    before, it, after = words.partition("{it}")
    subject = named.get((event.subject_kind, event.subject_id)) or subjects.Named(
        subjects.kind_of(event.subject_kind).noun
    )
    held_back = facts.is_held_back(user, event.verb)
    return Told(
        number=event.number,
        at=event.at,
        who=who(event, people),
        post=event.actor_role,
        before=before,
        subject=subject if it else subjects.Named(""),
        after=after,
        facts=[] if held_back else facts.facts_of(event.facts, people),
        held_back=held_back and event.facts != "{}",
        digest=event.digest,
    )
