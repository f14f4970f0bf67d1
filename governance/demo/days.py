"""Moments of the demonstration's past."""

from __future__ import annotations

from datetime import date, datetime, time

from trust.clock import LONDON


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """That time of day in London."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)
