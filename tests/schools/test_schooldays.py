"""School days: weekends, bank holidays and the days that the calendar closes are none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.models import ClosedDays
from schools.schooldays import (
    SchoolDays,
    bank_holidays,
    closed_days,
    count_between,
    is_school_day,
    names_of_bank_holidays,
    shift,
)

# As the government lists those of England and Wales; a substitute day stands for one at a weekend.
KNOWN = {
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
# Stretches of up to a fortnight without school, as half-terms and holidays are.
CLOSED = st.lists(st.tuples(DAYS, st.integers(1, 14)), max_size=6).map(
    lambda stretches: frozenset(day + timedelta(days=n) for day, length in stretches for n in range(length))
)


@pytest.mark.parametrize("year", KNOWN)
def test_bank_holidays_of_england(year):
    on_weekdays = sorted(day for day in bank_holidays(year) if day.weekday() < 5)
    assert on_weekdays == [date.fromisoformat(f"{year}-{day}") for day in KNOWN[year]]


def test_a_substitute_day_is_named_as_one():
    assert names_of_bank_holidays(2026)[date(2026, 12, 28)] == "Boxing Day (substitute day)"


def test_a_weekend_a_bank_holiday_and_a_closed_day_are_no_school_days():
    closed = {date(2026, 11, 19)}
    days = {
        date(2026, 11, 18): True,
        date(2026, 11, 19): False,
        date(2026, 11, 21): False,
        date(2026, 12, 28): False,
    }
    assert {day: is_school_day(day, closed) for day in days} == days


def test_seven_school_days_before_lie_beyond_half_term():
    half_term = {date(2026, 10, 26) + timedelta(days=n) for n in range(5)}
    assert shift(date(2026, 11, 6), -7, half_term) == date(2026, 10, 21)


def test_no_steps_is_the_day_itself_or_the_next_school_day():
    assert shift(date(2026, 11, 18), 0, ()) == date(2026, 11, 18)
    assert shift(date(2026, 11, 21), 0, ()) == date(2026, 11, 23)


def test_a_calendar_without_school_is_refused_in_words():
    closed = {date(2026, 9, 1) + timedelta(days=n) for n in range(300)}
    with pytest.raises(ValueError, match="no school day for 120 days"):
        shift(date(2026, 9, 1), 1, closed)


@given(day=DAYS, steps=st.integers(1, 60), closed=CLOSED)
def test_forward_and_back_again(day, steps, closed):
    start = shift(day, 0, closed)
    there = shift(start, steps, closed)
    assert is_school_day(there, closed)
    assert shift(there, -steps, closed) == start


@given(day=DAYS, steps=st.integers(1, 60), closed=CLOSED)
def test_shifting_and_counting_agree(day, steps, closed):
    assert count_between(day, shift(day, steps, closed), closed) == steps


@given(day=DAYS, later=st.integers(0, 30), steps=st.integers(-30, 30), closed=CLOSED)
def test_a_later_day_never_comes_out_earlier(day, later, steps, closed):
    assert shift(day, steps, closed) <= shift(day + timedelta(days=later), steps, closed)


@given(first=DAYS, one=st.integers(0, 60), other=st.integers(0, 60), closed=CLOSED)
def test_counts_add_up(first, one, other, closed):
    middle = first + timedelta(days=one)
    last = middle + timedelta(days=other)
    parts = count_between(first, middle, closed) + count_between(middle, last, closed)
    assert count_between(first, last, closed) == parts


def test_nothing_lies_between_a_day_and_the_one_before():
    assert count_between(date(2026, 11, 18), date(2026, 11, 10), ()) == 0


def test_closed_days_are_those_of_all_and_of_the_school(oak, elm):
    ClosedDays.objects.create(kind="half-term", first=date(2026, 10, 26), last=date(2026, 10, 27))
    ClosedDays.objects.create(school=oak, kind="inset", first=date(2026, 10, 28), last=date(2026, 10, 28))
    of_all = {date(2026, 10, 26), date(2026, 10, 27)}
    first, last = date(2026, 10, 1), date(2026, 11, 30)
    assert closed_days(first, last) == closed_days(first, last, elm) == of_all
    assert closed_days(first, last, oak) == of_all | {date(2026, 10, 28)}


def test_a_stretch_is_read_once_for_all_schools(oak, elm, django_assert_num_queries):
    ClosedDays.objects.create(kind="half-term", first=date(2026, 10, 26), last=date(2026, 10, 27))
    ClosedDays.objects.create(school=oak, kind="inset", first=date(2026, 10, 28), last=date(2026, 10, 28))
    first, last = date(2026, 10, 1), date(2026, 11, 30)
    with django_assert_num_queries(1):
        known = SchoolDays.between(first, last)
        read = [known.of(None), known.of(oak.pk), known.of(elm.pk)]
    assert read == [closed_days(first, last, school) for school in (None, oak, elm)]
