"""The calendar's own dates: when terms start, when the Trust Update goes out and when the board meets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schools import access
from schools.access import Permission
from schools.calendar.order import LABELS
from schools.feed.dates import Dated, register
from trust.links import link_to
from trust.models import Term, User

PROVISIONAL: Final = "Provisional: the trust has not set this date yet."


def enter_dates() -> None:
    """Register the gatehouse's dates; called once, when the app is ready."""
    register(term_dates)


def term_dates(person: User) -> Iterable[Dated]:
    """For whoever reads the calendar; the day of the Trust Update for whoever reads it. One query."""
    if not access.allows(person, Permission.SEE_SCHOOL) and not access.allows(
        person, Permission.KEEP_CALENDAR
    ):
        return
    names = ["starts", "board_date"]
    if access.allows(person, Permission.READ_UPDATE):
        names.append("issue_on")
    page = link_to("schools:calendar")
    for term in Term.objects.all():
        for name in names:
            if (day := getattr(term, name)) is not None:
                yield Dated(
                    uid=f"term-{term.slug}-{name}",
                    title=f"{LABELS[name]}, {term.name}",
                    on=day,
                    url=f"{page}?year={term.year}",
                    words=PROVISIONAL if term.is_provisional else "",
                    is_provisional=term.is_provisional,
                )
