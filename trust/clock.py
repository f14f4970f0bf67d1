"""The one clock: what moment it is, and what day it is in London or in a demonstration that stands still.

Rules never read it; they are handed today as an argument. Moments are aware and in UTC, days are London days.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from trust.queries import current_trust

LONDON = ZoneInfo("Europe/London")

_told: ContextVar[datetime | None] = ContextVar("told_moment", default=None)


def wall() -> datetime:
    """The machine's own clock, aware, in UTC: for leases, waits and ages, never for what people read."""
    return timezone.now().astimezone(UTC)


def now() -> datetime:
    """This moment, aware, in UTC.

    In a demonstration that stands still it is the pinned day at the real time of day, so that what is done
    there is dated on the day that its banner names.
    """
    told = _told.get()
    if told is not None:
        return told
    trust = current_trust()
    if trust is None or trust.pinned_today is None:
        return wall()
    time_of_day = wall().astimezone(LONDON).time()
    return datetime.combine(trust.pinned_today, time_of_day, tzinfo=LONDON).astimezone(UTC)


def london_day(moment: datetime) -> date:
    """The day that it was in London at that moment."""
    return moment.astimezone(LONDON).date()


def today() -> date:
    """The day it is in London, or the day on which a demonstration stands still."""
    return london_day(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Make it `moment` (aware) inside this block: so a demonstration lives its past by the real actions."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
