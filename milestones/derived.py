"""What the numbers say of a milestone, to stand beside how a person judged it and never in its place.

A milestone with a number to reach, such as "4 additional appointments", is held against what was to be
reached by the end of the term that is looked at:

1. A milestone over several terms is expected to grow evenly: after two of its four terms, half its number.
   One that comes again (each year, say) counts with those before it: what was to be reached so far is the sum
   over all that have begun, and so is what was reached.
2. Where nothing was counted yet: not reported.
3. Everything reached that the milestones begun so far ask for: complete.
4. At least what was expected by now: green. At least three quarters of it: amber. Less: red.

A milestone that names a KPI says how the KPI's last known figure stands; where the KPI cannot be added up
over schools, the worst of theirs, with how many stand so.

Pure: no database and no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.rag import Mark, Rag, worst
from trust.numbers import show_exact, show_number
from trust.terms import TermRef, terms_between

ENOUGH_FOR_AMBER = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Count:
    """A number to reach from a term to a term, both included, and how far it is: None for not counted."""

    target: Decimal
    unit: str
    first: TermRef
    last: TermRef
    reached: Decimal | None = None


def of_counts(counts: Sequence[Count], now: TermRef) -> Rag | None:
    """How far a line's numbers are by the end of `now`; None where none has begun. `counts` share a unit."""
    begun = [each for each in counts if each.first <= now]
    if not begun:
        return None
    target = sum((each.target for each in begun), Decimal(0))
    if all(each.reached is None for each in begun):
        return Rag.of(Mark.NOT_REPORTED, f"none of {_counted(target, begun[0].unit)} counted yet")
    reached = sum((each.reached for each in begun if each.reached is not None), Decimal(0))
    expected = sum((_expected(each, now) for each in begun), Fraction(0))
    mark = _mark(Fraction(reached), Fraction(target), expected)
    words = f"{show_exact(reached)} of {_counted(target, begun[0].unit)} reached"
    by_now = "" if mark is Mark.COMPLETE else f", {_rounded(expected)} expected by now"
    return Rag.of(mark, words + by_now)


def of_kpi(code: str, shown: str, when: str, marks: Sequence[tuple[Mark, int]]) -> Rag | None:
    """How a KPI stands: `shown` is its last figure, of the term `when`; `marks` how many stand how."""
    if not marks:
        return None
    mark = worst(mark for mark, _ in marks)
    if len(marks) == 1 and shown:
        return Rag.of(mark, f"{code} is {shown}" + (f" ({when})" if when else ""))
    told = ", ".join(f"{count} {each.word.lower()}" for each, count in marks)
    return Rag.of(mark, f"{code} at the schools: {told}")


def _mark(reached: Fraction, target: Fraction, expected: Fraction) -> Mark:
    if reached >= target:
        return Mark.COMPLETE
    if reached >= expected:
        return Mark.GREEN
    return Mark.AMBER if reached >= expected * ENOUGH_FOR_AMBER else Mark.RED


def _expected(count: Count, now: TermRef) -> Fraction:
    """The part of its number that was to be reached by the end of `now`."""
    terms = len(terms_between(count.first, count.last))
    passed = len(terms_between(count.first, min(now, count.last)))
    return Fraction(count.target) * passed / terms


def _counted(number: Decimal, unit: str) -> str:
    return " ".join(filter(None, (show_exact(number), unit)))


def _rounded(number: Fraction) -> str:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return show_number(exact, 0 if number.denominator == 1 else 1)
