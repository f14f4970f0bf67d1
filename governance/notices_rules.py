"""What is written to people about what must be filed or published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from governance.models import ObligationDate
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post


def date_is_near(row: ObligationDate, day: date, *, is_own: bool, event: str, people: Iterable[User]) -> int:
    """Tell those who see to it that a date is near; how many messages were written."""
    place = f" of {row.school.name}" if row.school else ""
    whose = "The trust’s own date" if is_own else "The statutory date"
    text = (
        f"{row.obligation.title}{place} is not marked as done yet. {whose} is {full_date(day)}.\n\n"
        f"When it is done, say so here:\n{link_to('governance:obligation_date', row.pk)}\n"
    )
    subject = f"{row.obligation.title}{place}: {full_date(day)}"
    return sum(post(person, event, subject, text) is not None for person in people)
