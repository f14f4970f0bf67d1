"""The way to a target over several terms: where a figure should be by now. It never changes a rating."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, Protocol

from kpis.rag import Direction, Rule
from trust.numbers import ARITHMETIC, round_half_up, show_number
from trust.terms import TermRef, terms_between


class InTerm(Protocol):
    """Whatever stands for a term, a row of the calendar among them."""

    @property
    def ref(self) -> TermRef: ...


class Course(Protocol):
    """A band as far as its way goes: from `baseline` in `from_term` to `target` in `target_by`."""

    @property
    def baseline(self) -> Decimal | None: ...
    @property
    def target(self) -> Decimal | None: ...
    @property
    def from_term(self) -> InTerm: ...
    @property
    def target_by(self) -> InTerm | None: ...


class Step(NamedTuple):
    """One term on the way, and what is expected by then, in the KPI's unit."""

    term: TermRef
    expected: Decimal


class Way(NamedTuple):
    """A value against what was expected: `gap` is how far it is behind, zero or less where it is not."""

    expected: Decimal
    gap: Decimal
    words: str


def expected_at(band: Course, term: TermRef, places: int) -> Decimal | None:
    """What the band expects by the end of that term, in even steps, rounded half up to `places`.

    The baseline in its first term, the target in `target_by` and ever after. None before the first term, and
    where the band has no baseline, no target or no term to reach it by.
    """
    baseline, target, until = band.baseline, band.target, band.target_by
    first = band.from_term.ref
    if baseline is None or target is None or until is None or term < first:
        return None
    if term >= until.ref:
        return round_half_up(target, places)
    done, steps = _steps(first, term), _steps(first, until.ref)
    gained = ARITHMETIC.divide(ARITHMETIC.multiply(target - baseline, Decimal(done)), Decimal(steps))
    return round_half_up(ARITHMETIC.add(baseline, gained), places)


def steps_of(band: Course, places: int) -> list[Step]:
    """Every term of the way with what is expected by then; empty where the band has no way."""
    if band.target_by is None:
        return []
    terms = terms_between(band.from_term.ref, band.target_by.ref)
    expected = [(term, expected_at(band, term, places)) for term in terms]
    return [Step(term, value) for term, value in expected if value is not None]


def way_of(value: Decimal, band: Course, term: TermRef, rule: Rule) -> Way | None:
    """How a term's figure stands to what was expected by then; None where nothing was, or good is a range.

    `value` is in the rule's unit, and is compared as displayed.
    """
    expected = expected_at(band, term, rule.places)
    if expected is None or rule.direction is Direction.INSIDE:
        return None
    shown = round_half_up(value, rule.places)
    gap = expected - shown if rule.direction is Direction.UP else shown - expected
    by_now = f"{show_number(expected, rule.places, rule.unit)} expected by now"
    if gap <= 0:
        return Way(expected, gap, f"on the way: {by_now}")
    unit = " points" if rule.unit == "%" else ""
    behind = show_number(gap, rule.places, "" if unit else rule.unit)
    return Way(expected, gap, f"behind the way by {behind}{unit}: {by_now}")


def _steps(first: TermRef, last: TermRef) -> int:
    return len(terms_between(first, last)) - 1
