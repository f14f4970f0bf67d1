"""What must be filed or published, for the calendars of those who keep the dates or see to them."""

from __future__ import annotations

from collections.abc import Iterable

from governance.rules.queries import dates_for
from schools import access
from schools.access import Permission
from schools.directory import holds_post
from schools.feed.dates import Dated, register
from trust.links import link_to
from trust.models import User


def enter_dates() -> None:
    """Register the room's dates; called once, when the app is ready."""
    register(obligation_dates)


def obligation_dates(person: User) -> Iterable[Dated]:
    """The trust's own date where it has one, and the statutory one, of what is not done yet; one query.

    Who keeps the dates is given all of them, anybody else those that their post sees to.
    """
    keeps = access.allows(person, Permission.KEEP_RULES)
    if not keeps and not access.allows(person, Permission.SEE_COMPLIANCE):
        return
    for row in dates_for(person).filter(done_on__isnull=True):
        if not keeps and not holds_post(person, row.obligation.owner_post, row.school):
            continue
        place = f", {row.school.short_name}" if row.school else ""
        for name, words, day in (("own", "our own date", row.trust_due_on), ("due", "due", row.due_on)):
            if day is not None:
                yield Dated(
                    uid=f"obligation-{row.pk}-{name}",
                    title=f"{row.obligation.title}{place}: {words}",
                    on=day,
                    url=link_to("governance:obligation_date", row.pk),
                )
