"""School days: what is neither a weekend, a bank holiday of England nor a day the trust has closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from django.db.models import Q

from schools.models import ClosedDays, School

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Beyond this many days without school something is wrong with the calendar, not with the question.
LONGEST_BREAK = 120

NO_DAYS: frozenset[date] = frozenset()


@dataclass(frozen=True)
class SchoolDays:
    """The closed days of a stretch of the calendar, read once for however many schools: `of(school)`."""

    everywhere: frozenset[date]
    by_school: Mapping[int, frozenset[date]]

    @classmethod
    def between(cls, first: date, last: date) -> SchoolDays:
        """What the calendar closes from first to last, of all schools and of each; one query."""
        found: dict[int | None, set[date]] = defaultdict(set)
        rows = ClosedDays.objects.filter(first__lte=last, last__gte=first)
        for school, begins, ends in rows.values_list("school", "first", "last"):
            found[school].update(days_from_to(begins, ends))
        everywhere = frozenset(found.pop(None, ()))
        return cls(everywhere, {school: everywhere | days for school, days in found.items() if school})

    def of(self, school: int | None) -> frozenset[date]:
        """The closed days of the school with that key; None: the trust's own."""
        return self.by_school.get(school, self.everywhere) if school else self.everywhere


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a calendar year, substitute days among them."""
    return frozenset(names_of_bank_holidays(year))


@cache
def names_of_bank_holidays(year: int) -> Mapping[date, str]:
    """Day → what it is called, such as "Easter Monday"; a substitute day says so."""
    known = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in sorted(known.items())}


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

    With 0 steps: the day itself, or the first school day after it. ValueError where the calendar has no
    school for longer than any holiday.
    """
    step = ONE_DAY if steps >= 0 else -ONE_DAY
    if not steps:
        return _next_school_day(day - ONE_DAY, step, closed)
    for _ in range(abs(steps)):
        day = _next_school_day(day, step, closed)
    return day


def _next_school_day(day: date, step: timedelta, closed: Collection[date]) -> date:
    for _ in range(LONGEST_BREAK):
        day += step
        if is_school_day(day, closed):
            return day
    raise ValueError(f"The calendar has no school day for {LONGEST_BREAK} days around {day:%d %B %Y}.")


def count_between(first: date, last: date, closed: Collection[date]) -> int:
    """How many school days lie after `first` up to and including `last`; 0 where last is not after first."""
    return sum(is_school_day(day, closed) for day in days_from_to(first + ONE_DAY, last))


def days_from_to(first: date, last: date) -> Iterable[date]:
    """Every day from first to last, both included."""
    return (first + ONE_DAY * number for number in range((last - first).days + 1))
