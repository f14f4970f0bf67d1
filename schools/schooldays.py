"""School days: what is neither a weekend, a bank holiday of England nor a day the trust has closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache

import holidays
from django.db.models import Q

from schools.models import ClosedDays, School

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Beyond this many days without school something is wrong with the calendar, not with the question.
LONGEST_BREAK = 120


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a calendar year, substitute days among them."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def closed_days(first: date, last: date, school: School | None = None) -> frozenset[date]:
    """The days from first to last that are closed by the calendar, for that school (None: the trust's)."""
    of_all = Q(school__isnull=True)
    wanted = of_all | Q(school=school) if school else of_all
    rows = ClosedDays.objects.filter(wanted, first__lte=last, last__gte=first)
    return frozenset(day for row in rows for day in days_from_to(row.first, row.last))


def is_school_day(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed and day not in bank_holidays(day.year)


def shift(day: date, steps: int, closed: Collection[date]) -> date:
    """The school day that many school days after `day`, or before it where steps are negative.

    With 0 steps: the day itself, or the first school day after it.
    """
    step = ONE_DAY if steps >= 0 else -ONE_DAY
    left = abs(steps)
    if not left:
        return next(
            one for one in days_from_to(day, day + ONE_DAY * LONGEST_BREAK) if is_school_day(one, closed)
        )
    while left:
        day += step
        left -= is_school_day(day, closed)
    return day


def count_between(first: date, last: date, closed: Collection[date]) -> int:
    """How many school days lie after `first` up to and including `last`; 0 where last is not after first."""
    return sum(is_school_day(day, closed) for day in days_from_to(first + ONE_DAY, last))


def days_from_to(first: date, last: date) -> Iterable[date]:
    """Every day from first to last, both included."""
    return (first + ONE_DAY * number for number in range((last - first).days + 1))
