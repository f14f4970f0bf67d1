"""Who owes which training, and when: from the day somebody began and the days on which they completed it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

SOON: Final = timedelta(days=60)


class Standing(StrEnum):
    """How a person stands to one piece of required training; the first is the worst."""

    OVERDUE = "Overdue"
    SOON = "Due soon"
    OWED = "Owed"
    HELD = "Complete"


@dataclass(frozen=True, slots=True)
class Owed:
    """`due_on` is the day by which it is to be done (again); None where it holds for good."""

    standing: Standing
    due_on: date | None
    done_on: date | None


def owed(began: date, within_days: int, valid_months: int | None, done: Iterable[date], today: date) -> Owed:
    """How it stands: due within so many days of the beginning, and so many months after it was last done."""
    last = max((day for day in done if day <= today), default=None)
    if last is None:
        due = began + timedelta(days=within_days)
        return Owed(_standing(due, today, Standing.OWED), due, None)
    if valid_months is None:
        return Owed(Standing.HELD, None, last)
    due = months_after(last, valid_months)
    return Owed(_standing(due, today, Standing.HELD), due, last)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _standing(due: date, today: date, otherwise: Standing) -> Standing:
    if due < today:
        return Standing.OVERDUE
    return Standing.SOON if due - today <= SOON else otherwise
