"""Fills the calendar with terms that nobody has dated yet, such as those a five-year plan reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trust.models import Term
from trust.queries import term_for
from trust.terms import TermRef

# Where a term usually begins: month and day. The summer term moves with Easter, so this is its middle course.
USUAL_START = {1: (9, 1), 2: (1, 1), 3: (4, 16)}


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
