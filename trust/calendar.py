"""Fills the calendar with terms that nobody has dated yet, such as those a five-year plan reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from trust.models import Term
from trust.queries import term_for
from trust.terms import TermRef

# Where a term usually begins: month and day. The summer term moves with Easter, so this is its middle course.
USUAL_START = {1: (9, 1), 2: (1, 1), 3: (4, 16)}

# When returns are usually due and the board usually meets: month and day.
USUAL_DUE = {1: (11, 15), 2: (2, 27), 3: (6, 12)}
USUAL_BOARD = {1: (12, 10), 2: (3, 26), 3: (7, 9)}


def usual_days(ref: TermRef) -> dict[str, date]:
    """The days of a term around its return and its board meeting, by field, as English trusts usually have
    them: a proposal, for a person to set."""
    year = ref.year if ref.number == 1 else ref.year + 1
    due, board = (working_day(date(year, *days[ref.number])) for days in (USUAL_DUE, USUAL_BOARD))
    return days_around(due, board)


def days_around(due: date, board: date) -> dict[str, date]:
    """The days of a term, by field, that go with the day on which returns are due and the board's."""
    return {
        "returns_open": due - timedelta(days=21),
        "returns_due": due,
        "returns_close": due + timedelta(days=10),
        "ratings_due": due + timedelta(days=4),
        "issue_on": working_day(board - timedelta(days=9)),
        "board_date": board,
    }


def working_day(day: date) -> date:
    """The day itself or, at a weekend, the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def usual_start(ref: TermRef) -> date:
    """The first day of a term nobody has dated."""
    month, day = USUAL_START[ref.number]
    return date(ref.year if ref.number == 1 else ref.year + 1, month, day)


def ensure_terms(refs: Iterable[TermRef]) -> dict[TermRef, Term]:
    """The terms of these references; one that is missing is added with usual dates, marked provisional.

    A new term begins where the one before it ends, and ends where the next begins: no day is in two terms.
    """
    found: dict[TermRef, Term] = {}
    for ref in sorted(set(refs)):
        found[ref] = term_for(ref) or _add(ref)
    return found


def _add(ref: TermRef) -> Term:
    before, after = term_for(ref.previous), term_for(ref.next)
    return Term.objects.create(
        year=ref.year,
        number=ref.number,
        starts=before.ends if before else usual_start(ref),
        ends=after.starts if after else usual_start(ref.next),
        is_provisional=True,
    )
