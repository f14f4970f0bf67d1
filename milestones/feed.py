"""When milestones of the plan are due, for the calendars of those who answer for them and of the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from milestones.models import Milestone
from milestones.progress import Rest, Standing, State, TermDates
from milestones.queries.plans import current_plan
from milestones.queries.rests import read_rests
from milestones.queries.visible import own, priorities_seen, reader_for
from schools import access
from schools.access import Permission
from schools.feed.dates import Dated, register
from schools.feed.terms import PROVISIONAL
from trust.links import link_to
from trust.models import User
from trust.terms import TermRef

COLUMNS = (
    "line__priority", "line__code", "line__title", "to_term__year", "to_term__number", "to_term__ends",
    "to_term__ratings_due", "to_term__is_provisional", "line__priority__state",
    "line__priority__state_since__year", "line__priority__state_since__number",
)  # fmt: skip


def enter_dates() -> None:
    """Register the workshop's dates; called once, when the app is ready."""
    register(milestone_dates)


def milestone_dates(person: User) -> Iterable[Dated]:
    """Each line of the edition in force in each term in which milestones of it end, on the day of rating.

    The board and the executive are given every line, others those that they own or sponsor. A line that is
    at a standstill by then is left out. Three queries.
    """
    plan = current_plan() if access.allows(person, Permission.SEE_PLAN) else None
    if plan is None:
        return
    found = Milestone.objects.filter(_theirs(person), line__plan=plan).order_by("pk")
    rests = read_rests(Q(lines__plan=plan))
    for row, count in Counter(found.values_list(*COLUMNS)).items():
        priority, code, title, year, number, ends, ratings_due, provisional, *standing = row
        term = TermRef(year, number)
        if not _stands_still(term, rests.get(priority, ()), *standing):
            words = "A milestone is" if count == 1 else f"{count} milestones are"
            yield _dated(priority, f"{code} {title}: milestone due", term, _day(term, ends, ratings_due),
                         f"{words} to be reached in {term.name}.", provisional)  # fmt: skip


def _theirs(person: User) -> Q:
    """Whoever reads the Trust Update follows the whole plan, others what they answer for."""
    reader, path = reader_for(person), "line__priority__"
    follows = access.allows(person, Permission.READ_UPDATE)
    return priorities_seen(reader, path) if follows else own(reader, path)


def _stands_still(
    term: TermRef, rests: tuple[Rest, ...], state: str, year: int | None, number: int | None
) -> bool:
    since = TermRef(year, number) if year and number else None
    return State(Standing(state), since, rests=rests).rest_in(term) is not None


def _day(term: TermRef, ends: date, ratings_due: date | None) -> date:
    return TermDates(term, ends, ratings_due).last_day_for_ratings


def _dated(priority: int, title: str, term: TermRef, on: date, words: str, provisional: bool) -> Dated:
    return Dated(
        uid=f"priority-{priority}-{term.slug}",
        title=title,
        on=on,
        url=link_to("milestones:priority", priority),
        words=f"{words} {PROVISIONAL}" if provisional else words,
        is_provisional=provisional,
    )
