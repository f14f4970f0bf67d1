"""When a return is due and when it closes: on time, late or closed, by London days and nothing else.

A return is due by the end of its due day: the one the executive gave it, or else the term's. Until midnight
in London it is on time, after that it is late, and after the day on which returns close nothing can be typed
or submitted until it has been given more time. The day on which it first came in counts for ever: what was on
time stays so when it is sent back and comes again, and is never closed, since it has been asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from trust.dates import full_date


class Timeliness(StrEnum):
    """How a return stands against its deadline, in the words of every page."""

    ON_TIME = "on time"
    LATE = "late"
    CLOSED = "closed"


class DatedTerm(Protocol):
    @property
    def returns_due(self) -> date | None: ...

    @property
    def returns_close(self) -> date | None: ...


class Dated(Protocol):
    """A return, as far as its deadline goes."""

    @property
    def extended_until(self) -> date | None: ...

    @property
    def term(self) -> DatedTerm: ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day on which a return is due, and the last on which it can be typed into; None: no day is set."""

    due: date | None
    closes: date | None
    is_extended: bool = False

    @classmethod
    def of(cls, term: DatedTerm, given: date | None) -> Deadline:
        """The time that a return was given counts before the term's own days."""
        if given is None:
            return cls(term.returns_due, term.returns_close)
        # Where the term never closes, neither does a return that was given more time.
        closes = None if term.returns_close is None else max(term.returns_close, given)
        return cls(given, closes, is_extended=True)

    def timeliness(self, today: date, handed_in: date | None = None) -> Timeliness:
        """How it stands today, or for ever where it was first handed in on that London date."""
        judged_on = handed_in or today
        if handed_in is None and self.is_past_closing(today):
            return Timeliness.CLOSED
        return Timeliness.LATE if self.due is not None and judged_on > self.due else Timeliness.ON_TIME

    def is_past_closing(self, today: date) -> bool:
        return self.closes is not None and today > self.closes


def deadline_of(returned: Dated) -> Deadline:
    """The deadline of a return, with the time that it was given."""
    return Deadline.of(returned.term, returned.extended_until)


def due_on(returned: Dated) -> date | None:
    """The last day on which the return is on time, to midnight in London."""
    return deadline_of(returned).due


def closed_words(closes: date | None) -> str:
    """Why nothing can be typed or submitted, and whom to ask."""
    since = f" on {full_date(closes)}" if closes else ""
    return (
        f"This return closed{since}, so nothing can be typed into it or submitted now. "
        "What was typed is kept. Ask the executive director for more time."
    )
