"""Who stands in the register, and how attendance is counted."""

from datetime import date

import pytest

from governance.register.entries import Attended, attended, is_shown

TODAY = date(2026, 11, 18)
FIRST = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("starts", "until", "shown"),
    [
        (FIRST, None, True),
        (TODAY, None, True),
        (date(2026, 11, 19), None, False),
        (FIRST, date(2026, 9, 1), True),
        (FIRST, date(2025, 11, 19), True),
        (FIRST, date(2025, 11, 18), False),
    ],
)
def test_who_served_in_the_last_twelve_months_is_shown(starts, until, shown):
    assert is_shown(starts, until, TODAY) is shown


def test_only_meetings_in_the_time_of_the_seat_count():
    meetings = [(date(2024, 12, 1), True), (date(2025, 3, 1), True), (date(2025, 7, 1), False)]
    assert attended(meetings, FIRST, None) == Attended(1, 2)
    assert attended(meetings, FIRST, date(2025, 7, 1)) == Attended(1, 1)
    assert attended(meetings, date(2026, 1, 1), None).words == ""
    assert attended(meetings, FIRST, None).words == "1 of 2"
