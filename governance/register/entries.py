"""An entry of the register of governance: a seat, as everyone may read it. Pure.

Source: the Academy Trust Handbook, part 1, asks a trust to publish for everyone who served in the last twelve
months, the accounting officer among them, their name, who appointed them, the term of office, the date they
left, how they attended in the last academic year, and their interests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SOURCE: Final = "Academy Trust Handbook, part 1: what a trust publishes about its governance"
# Who left on the same day of the year before is shown for the last time on the day before it.
SHOWN_FOR: Final = timedelta(days=365)
ONE_DAY: Final = timedelta(days=1)
ACCOUNTING_OFFICER: Final = "Accounting officer"


@dataclass(frozen=True, slots=True)
class Attended:
    """Of the body's meetings that fell into the seat's time, and at which presences were noted, how many."""

    there: int
    meetings: int

    @property
    def words(self) -> str:
        return f"{self.there} of {self.meetings}" if self.meetings else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One seat. `ends` is the last day of the term of office, `left` the day of leaving; None is neither."""

    person: str
    body: str
    office: str
    category: str
    appointed_by: str
    starts: date
    ends: date | None
    left: date | None
    attended: Attended
    interests: tuple[str, ...]
    declares: bool  # whether interests, or that there are none, have been published

    @property
    def interest_words(self) -> str:
        if not self.declares:
            return "Not published yet"
        return "; ".join(self.interests) or "None declared"


def is_shown(starts: date, until: date | None, today: date) -> bool:
    """Whether somebody who serves from `starts`, and no more from `until` on, stands in the register."""
    return starts <= today and (until is None or until > today - SHOWN_FOR)


def attended(meetings: Iterable[tuple[date, bool]], starts: date, until: date | None) -> Attended:
    """`meetings` are days of the body's meetings, and whether the person was there."""
    fitting = [there for day, there in meetings if starts <= day and (until is None or day < until)]
    return Attended(sum(fitting), len(fitting))
