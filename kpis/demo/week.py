"""The return week of the demonstration: its calendar, and in the present term reminders, nudges, more time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial

from kpis.actions import ask_for_more_time, give_more_time, nudge
from kpis.actions.reminding import send_due_reminders
from kpis.models import Return
from schools.calendar.actions import close_days
from schools.models import ClosedKind, School
from schools.schooldays import names_of_bank_holidays
from trust.demo import FIRST, LAST_OF_PLAN, moment
from trust.models import User

# When something happens, and what.
Step = tuple[datetime, Callable[[], object]]

REMINDED = (date(2026, 11, 5), date(2026, 11, 13), date(2026, 11, 17))
NUDGED = date(2026, 11, 17)
SENT_BACK, MORE_TIME_UNTIL = date(2026, 11, 13), date(2026, 11, 20)
WHY_MORE_TIME = "Sent back on the 13th: the office checks every register of the summer term again."
WHY_ASKED = "Health and safety waits for the site survey, which comes on Thursday."
INSET_OF_ELM = date(2026, 11, 27)


def fill_the_calendar(schools: dict[str, School], by: User) -> None:
    """Half-terms, holidays and INSET days from the first year of the story to the last of the plan."""
    for year in range(FIRST.year, LAST_OF_PLAN.year + 1):
        for kind, first, last, note in _closed_in(year):
            close_days(by=by, kind=kind, first=first, last=last, note=note)
    elm = schools["elm"]
    close_days(
        by=by, kind=ClosedKind.INSET, first=INSET_OF_ELM, last=INSET_OF_ELM, school=elm, note="Early reading"
    )


def week_steps(opened: Iterable[Return], people: dict[str, User]) -> list[Step]:
    """What the calendar, the director and the heads do about the present term's returns, with its moment."""
    returns = {returned.slug: returned for returned in opened}
    executive = people["executive"]
    steps: list[Step] = [(moment(day, 7), partial(send_due_reminders, day)) for day in REMINDED]
    given = partial(give_more_time, returns["elm"], by=executive, until=MORE_TIME_UNTIL, reason=WHY_MORE_TIME)
    asked = partial(
        ask_for_more_time, returns["oak"], by=people["head.oak"], until=MORE_TIME_UNTIL, reason=WHY_ASKED
    )
    nudges = [partial(nudge, returns[slug], by=executive) for slug in ("oak", "birch")]
    return [
        *steps,
        (moment(SENT_BACK, 16), given),
        *((moment(NUDGED, 9, minute), one) for minute, one in enumerate(nudges)),
        (moment(NUDGED, 15), asked),
    ]


def _closed_in(year: int) -> Iterable[tuple[ClosedKind, date, date, str]]:
    """The days without school of the school year that begins in that calendar year."""
    known = {name: day for day, name in names_of_bank_holidays(year + 1).items()}
    easter, may = known["Easter Monday"], known["Spring Bank Holiday"]
    week = timedelta(days=4)
    autumn, spring, christmas = (
        _monday(date(year, 10, 28)),
        _monday(date(year + 1, 2, 18)),
        date(year, 12, 21),
    )
    summer = _monday(date(year + 1, 7, 26))
    yield ClosedKind.INSET, date(year, 9, 1), date(year, 9, 1), "Start of the year"
    yield ClosedKind.HALF_TERM, autumn, autumn + week, ""
    yield ClosedKind.HOLIDAY, _monday(christmas), date(year + 1, 1, 4), "Christmas"
    yield ClosedKind.HALF_TERM, spring, spring + week, ""
    yield ClosedKind.HOLIDAY, easter - timedelta(days=7), easter + week, "Easter"
    yield ClosedKind.HALF_TERM, may, may + week, ""
    yield ClosedKind.HOLIDAY, summer, date(year + 1, 8, 31), "Summer"


def _monday(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())
