"""What is asked of whom in a year, by when, and on which days somebody is reminded. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

INTERESTS: Final = "interests"
DUTIES, CODE, ELIGIBILITY, SAFEGUARDING = "duties", "code", "eligibility", "safeguarding"
# In the order in which a page prints them, as the name of a column.
NAMES: Final = {
    INTERESTS: "Interests",
    DUTIES: "Duties",
    CODE: "Code of conduct",
    ELIGIBILITY: "Eligibility",
    SAFEGUARDING: "KCSIE",
}
# The members do not govern: they are not asked about the duties of trustees, nor to have read the guidance.
OF_MEMBERS: Final = (INTERESTS, CODE, ELIGIBILITY)
MEMBERS: Final = "members"
# Whoever begins during the year has so long from the first day in office.
TO_BEGIN: Final = timedelta(days=30)
# Days from the day by which it is due: two weeks and three days before, the day after, and two weeks after.
REMINDED: Final = (-14, -3, 1, 14)


@dataclass(frozen=True, slots=True)
class Asked:
    """One person's year: what is asked, what has been done of it, and by when the rest is due."""

    kinds: tuple[str, ...]
    done: frozenset[str] = field(default=frozenset())
    due_on: date | None = None

    @property
    def owed(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.kinds if kind not in self.done)

    def is_late(self, today: date) -> bool:
        return bool(self.owed) and self.due_on is not None and self.due_on < today


def asked_of(bodies: Collection[str], *, is_open: bool, answers: bool = False) -> tuple[str, ...]:
    """What is asked of who sits on bodies of these kinds; `answers` is for the accounting officer.

    Until the year is opened there are interests alone. Source: Academy Trust Handbook, part 5 (register of
    interests: members, trustees, local governors, accounting officer); Keeping children safe in education,
    part 1 and annex (governing bodies read it).
    """
    if not bodies:
        return (INTERESTS,) if answers else ()
    if not is_open:
        return (INTERESTS,)
    return OF_MEMBERS if set(bodies) == {MEMBERS} and not answers else tuple(NAMES)


def due_for(due_on: date, began: Iterable[date]) -> date:
    """By when one person owes it: the year's day, or later, thirty days after their first day in office."""
    first = min(began, default=None)
    return due_on if first is None else max(due_on, first + TO_BEGIN)


def reminder_on(today: date, due_on: date) -> int | None:
    """Which of the reminders is the one for today: the last whose day has come; None before the first."""
    reached = [days for days in REMINDED if due_on + timedelta(days=days) <= today]
    return max(reached, default=None)
