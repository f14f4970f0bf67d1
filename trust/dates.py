"""How dates are written for people: with the weekday, and as London dates."""

from __future__ import annotations

from datetime import date


def full_date(day: date) -> str:
    """'Wednesday 18 November 2026'."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """'18 Nov 2026', for tables."""
    return f"{day.day} {day:%b %Y}"


def day_and_month(day: date) -> str:
    """'18 November', where the year is plain from its surroundings."""
    return f"{day.day} {day:%B}"
