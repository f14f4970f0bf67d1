"""The dates of a person's calendar: each floor registers a function that gives those it knows of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from trust import clock
from trust.models import User

# A calendar program forgets what it is no longer given, so a year of past days stays.
KEPT: Final = timedelta(days=366)


@dataclass(frozen=True)
class Dated:
    """Something that falls on a London date, or lasts from it to `last`, that day included.

    A calendar leaves the portal, so `title` and `words` name things and hold no figure and nothing that is
    said in confidence. `uid` stays the same for the same thing, also when its date moves; `url` is a whole
    address.
    """

    uid: str
    title: str
    on: date
    url: str = ""
    words: str = ""
    last: date | None = None
    is_provisional: bool = False

    @property
    def last_day(self) -> date:
        return self.last or self.on


Source = Callable[[User], Iterable[Dated]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a function from a person to the dates they may see; it asks a constant number of queries."""
    if source not in _sources:
        _sources.append(source)


def dates_of(person: User) -> list[Dated]:
    """Everything that is dated for the person, of the last year and of all time to come, earliest first."""
    since = clock.today() - KEPT
    known: dict[str, Dated] = {}
    for source in _sources:
        for dated in source(person):
            # Who holds two roles may be told of one thing twice.
            known.setdefault(dated.uid, dated)
    kept = (dated for dated in known.values() if dated.last_day >= since)
    return sorted(kept, key=lambda dated: (dated.on, dated.uid))
