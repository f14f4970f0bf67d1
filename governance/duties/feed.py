"""By when somebody's own yearly declaration and confirmations are due, for their private calendar."""

from __future__ import annotations

from collections.abc import Iterable

from governance.duties.queries import asked_in, year_of
from schools.feed.dates import Dated, register
from trust import clock
from trust.links import link_to
from trust.models import User
from trust.terms import academic_year, year_name


def enter_dates() -> None:
    """Register the room's date; called once, when the app is ready."""
    register(duty_dates)


def duty_dates(person: User) -> Iterable[Dated]:
    """Their own day of this academic year, while anything is owed; one query where no year is opened."""
    today = clock.today()
    year = academic_year(today)
    if asked_in(year) is None:
        return
    asked = year_of(person, year, today).asked
    if asked.owed and asked.due_on is not None:
        yield Dated(
            uid=f"duties-{year}",
            title=f"Your declarations and confirmations for {year_name(year)} are due",
            on=asked.due_on,
            url=link_to("governance:your_year"),
        )
