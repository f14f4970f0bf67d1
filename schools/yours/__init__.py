"""What waits for a person, and by when: each floor registers a function that gives what it knows of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from trust.models import User


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do, in words that begin with a verb; `about` says what it is about, `due` its last day."""

    words: str
    url: str
    due: date | None = None
    about: str = ""

    def is_late(self, today: date) -> bool:
        return self.due is not None and self.due < today


Source = Callable[[User, date], Iterable[Duty]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a function from a person and a day to what waits for them; it asks a constant number of queries."""
    if source not in _sources:
        _sources.append(source)


def duties_of(user: User, today: date) -> list[Duty]:
    """Everything that waits for the person: what is late first, then by day, what has no day at the end."""
    found = (duty for source in _sources for duty in source(user, today))
    return sorted(found, key=lambda duty: (duty.due or date.max, duty.words))


def in_words(number: int, one: str, many: str) -> str:
    """'1 return', '3 returns'."""
    return f"{number} {one if number == 1 else many}"
