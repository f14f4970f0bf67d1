"""Icons, dates, numbers and initials as pages print them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from trust.templatetags import look


def test_an_icon_is_drawn_into_the_page_and_hidden_from_readers():
    svg = look.icon("search")
    assert svg.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in svg
    assert "<path" in svg


@pytest.mark.parametrize("name", ["../../secret", "Search", "", "search.svg"])
def test_an_icon_is_named_and_never_a_path(name):
    with pytest.raises(ValueError, match="not the name of an icon"):
        look.icon(name)


def test_a_moment_is_shown_as_its_day_in_london():
    assert look.full_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"


def test_a_moment_is_shown_as_its_time_in_london():
    assert look.clock_time(datetime(2026, 6, 30, 13, 32, tzinfo=UTC)) == "14:32"


def test_no_date_is_nothing():
    assert look.short_date(None) == ""


def test_a_date_is_short_in_tables():
    assert look.short_date(date(2026, 11, 18)) == "18 Nov 2026"


def test_a_number_has_its_commas_and_its_true_minus():
    assert look.number(Decimal("-1234.5"), 1) == "−1,234.5"


def test_no_number_is_a_dash():
    assert look.number(None) == "–"


@pytest.mark.parametrize(
    ("name", "letters"), [("The Hill Valley Trust", "HV"), ("Merrowdale", "M"), ("", ""), (None, "")]
)
def test_initials_come_from_the_words_that_tell(name, letters):
    assert look.initials(name) == letters


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("2026-07-09", "9 July 2026"), ("2026-07", "July 2026"), ("", ""), (None, "")],
)
def test_a_day_or_a_month_is_shown_as_a_plan_prints_it(kept, shown):
    assert look.printed_day(kept) == shown
