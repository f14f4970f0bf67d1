"""What the dates of a term must agree with: their order, and the terms before and after. Pure, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from trust.dates import full_date

# The days of a term that a person sets, in the order in which they come round.
LABELS: Mapping[str, str] = {
    "starts": "Term starts",
    "ends": "The next term starts",
    "returns_open": "Returns open",
    "returns_due": "Returns are due",
    "returns_close": "Returns close",
    "ratings_due": "Milestones are rated by",
    "issue_on": "The Trust Update goes out",
    "board_date": "The board meets",
}
# Each day on the left may not come before the one on the right.
FOLLOWS = (
    ("returns_due", "returns_open"),
    ("returns_close", "returns_due"),
    ("issue_on", "returns_due"),
    ("board_date", "returns_due"),
    ("board_date", "issue_on"),
)
# These lie in their own term: a figure belongs to the term in which it is reported.
INSIDE = ("returns_open", "returns_due", "returns_close", "ratings_due")
# A day that was still to come may not be moved to one that has passed: everybody would be late at once.
NOT_INTO_THE_PAST = ("returns_open", "returns_due", "returns_close")

Days = Mapping[str, date | None]


@dataclass(frozen=True)
class Span:
    """A neighbouring term: its first day, and the first day that is no longer its own."""

    name: str
    starts: date
    ends: date


def problems_of(
    days: Days, was: Days, today: date, *, before: Span | None = None, after: Span | None = None
) -> dict[str, str]:
    """Field → what is wrong with its day, the first thing only; empty where everything agrees.

    `was` are the days as they stand now; the terms before and after give way at the border only.
    """
    found: dict[str, str] = {}
    for name, words in _problems(days, was, today, before, after):
        found.setdefault(name, words)
    return found


def _problems(
    days: Days, was: Days, today: date, before: Span | None, after: Span | None
) -> Iterator[tuple[str, str]]:
    starts, ends = days.get("starts"), days.get("ends")
    for name in ("starts", "ends"):
        if days.get(name) is None:
            yield name, "Give the day."
    if starts is None or ends is None:
        return
    if ends <= starts:
        yield "ends", f"The next term cannot start before this one, which starts on {full_date(starts)}."
    if before and starts <= before.starts:
        yield "starts", f"{before.name} starts on {full_date(before.starts)}; this term comes after it."
    if after and ends >= after.ends:
        yield "ends", f"{after.name} ends on {full_date(after.ends)}; it would have no day left."
    yield from _outside(days, starts, ends)
    yield from _out_of_order(days)
    yield from _into_the_past(days, was, today)


def _outside(days: Days, starts: date, ends: date) -> Iterator[tuple[str, str]]:
    for name in INSIDE:
        day = days.get(name)
        if day is not None and not starts <= day < ends:
            yield (
                name,
                f"Choose a day of the term: it starts on {full_date(starts)}, the next on {full_date(ends)}.",
            )
    for name in ("issue_on", "board_date"):
        day = days.get(name)
        if day is not None and day < starts:
            yield name, f"The term starts on {full_date(starts)}; choose a later day."


def _out_of_order(days: Days) -> Iterator[tuple[str, str]]:
    for later, earlier in FOLLOWS:
        one, other = days.get(later), days.get(earlier)
        if one is not None and other is not None and one < other:
            yield later, f"This cannot come before “{LABELS[earlier]}”, {full_date(other)}."


def _into_the_past(days: Days, was: Days, today: date) -> Iterator[tuple[str, str]]:
    for name in NOT_INTO_THE_PAST:
        day, old = days.get(name), was.get(name)
        if day is not None and old is not None and day < today <= old:
            yield name, f"{full_date(day)} has passed. Choose today or a later day."
