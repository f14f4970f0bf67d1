"""Forecasts against what happened: pure, for one school and one KPI, with the bias and its words.

A forecast given in a year's returns speaks of the figure with which that year closes. It is set against that
figure once it has been reported; the closing figure's own forecast is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from kpis.rag import Direction, Rule
from kpis.words import show_value
from trust.numbers import round_half_up, show_number
from trust.terms import TermRef

# A record of fewer settled forecasts than this says nothing of the next one.
ENOUGH: Final = 3
REMEMBERED: Final = 4
NUMBERS: Final = ("none", "one", "two", "three", "four")


class CameIn(StrEnum):
    """Where the figure came in, seen from the range that had been forecast."""

    LOWER = "lower"
    WITHIN = "within"
    HIGHER = "higher"


@dataclass(frozen=True)
class Forecast:
    """What was forecast in one term's return, from low to high, and the figure that came of it."""

    term: TermRef
    low: Decimal
    high: Decimal
    outcome: Decimal | None = None

    @property
    def middle(self) -> Decimal:
        return middle(self.low, self.high)

    @property
    def came_in(self) -> CameIn | None:
        """None while the outcome is not known."""
        if self.outcome is None:
            return None
        if self.outcome < self.low:
            return CameIn.LOWER
        return CameIn.HIGHER if self.outcome > self.high else CameIn.WITHIN

    @property
    def miss(self) -> Decimal | None:
        """The outcome less the middle of the range: below zero where too much was forecast."""
        return None if self.outcome is None else self.outcome - self.middle


@dataclass(frozen=True)
class Calibration:
    """A school's forecasts of one KPI, the earliest first, with what the settled ones teach."""

    rule: Rule
    forecasts: tuple[Forecast, ...]

    @cached_property
    def settled(self) -> tuple[Forecast, ...]:
        return tuple(each for each in self.forecasts if each.outcome is not None)

    @cached_property
    def bias(self) -> Decimal | None:
        """The mean of outcome less forecast, as displayed; None before anything is settled."""
        misses = [each.miss for each in self.settled if each.miss is not None]
        if not misses:
            return None
        return round_half_up(sum(misses, Decimal(0)) / len(misses), self.rule.places)

    @property
    def worse(self) -> CameIn:
        """On which side of a forecast the disappointing results lie."""
        return CameIn.HIGHER if self.rule.direction is Direction.DOWN else CameIn.LOWER

    @cached_property
    def recent(self) -> tuple[Forecast, ...]:
        return self.settled[-REMEMBERED:]

    @cached_property
    def runs_hot(self) -> bool:
        """Whether more than half of the last forecasts, of enough, promised more than came."""
        disappointed = sum(each.came_in is self.worse for each in self.recent)
        return len(self.recent) >= ENOUGH and 2 * disappointed > len(self.recent)

    @cached_property
    def words(self) -> str:
        """ "Three of the last four came in lower than forecast": the record as a sentence."""
        if not self.settled:
            return "No forecast has been settled by a result yet"
        sides = [each.came_in for each in self.recent]
        often = max((CameIn.LOWER, CameIn.HIGHER), key=sides.count)
        number = sides.count(often)
        of = "the last one" if len(sides) == 1 else f"the last {NUMBERS[len(sides)]}"
        if not number:
            return (
                "The last one came in as forecast" if len(sides) == 1 else f"All of {of} came in as forecast"
            )
        if len(sides) == 1:
            return f"The last one came in {often} than forecast"
        how_many = "All" if number == len(sides) else NUMBERS[number].capitalize()
        return f"{how_many} of {of} came in {often} than forecast"

    def around(self, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal] | None:
        """Where the result would lie were this forecast as far off as the worst and the best of those before.

        None with fewer than `ENOUGH` of them.
        """
        misses = [each.miss for each in self.settled if each.miss is not None]
        if len(misses) < ENOUGH:
            return None
        between = middle(low, high)
        return between + min(misses), between + max(misses)

    @property
    def bias_words(self) -> str:
        """ "On average 2.5 points lower than forecast"; empty before anything is settled."""
        if self.bias is None:
            return ""
        if not self.bias:
            return "On average as forecast"
        unit = "points" if self.rule.unit == "%" else self.rule.unit
        amount = show_number(abs(self.bias), self.rule.places, "£" if unit == "£" else "")
        side = "lower" if self.bias < 0 else "higher"
        return " ".join(
            filter(None, ("On average", amount, "" if unit == "£" else unit, side, "than forecast"))
        )

    def shown(self, forecast: Forecast) -> str:
        """ "60% to 66%", or one figure where the range has no width."""
        low, high = (show_value(end, self.rule) for end in (forecast.low, forecast.high))
        return low if low == high else f"{low} to {high}"


def calibrate(
    rule: Rule,
    given: Iterable[tuple[TermRef, Decimal | None, Decimal | None]],
    outcomes: Iterable[tuple[int, TermRef, Decimal]],
) -> Calibration:
    """The record from forecasts (term, low, high) and outcomes (the year they speak of, reported in, value).

    Of a year's outcomes the last stands. One end alone is a range without width.
    """
    closing: dict[int, tuple[TermRef, Decimal]] = {}
    for year, term, value in outcomes:
        if year not in closing or closing[year][0] <= term:
            closing[year] = term, value
    forecasts = [
        _forecast(term, low, high, closing.get(term.year)) for term, low, high in sorted(_known(given))
    ]
    return Calibration(rule, tuple(each for each in forecasts if each is not None))


def middle(low: Decimal, high: Decimal) -> Decimal:
    """The middle of a forecast's range: what it is measured by, and where a chart puts its dot."""
    return (low + high) / 2


def closes_a_year(speaks_of_year: bool, reported_in: Sequence[int], number: int) -> bool:
    """Whether a term's figure is the one with which a year ends: of the year itself, or of its last term."""
    return speaks_of_year or number == closing_number(reported_in)


def closing_number(reported_in: Sequence[int]) -> int:
    """The term of the year whose figure closes it: the last in which it is asked."""
    return max(reported_in, default=3)


def _known(
    given: Iterable[tuple[TermRef, Decimal | None, Decimal | None]],
) -> Iterable[tuple[TermRef, Decimal, Decimal]]:
    for term, low, high in given:
        first, last = low if low is not None else high, high if high is not None else low
        if first is not None and last is not None:
            yield term, min(first, last), max(first, last)


def _forecast(
    term: TermRef, low: Decimal, high: Decimal, closed: tuple[TermRef, Decimal] | None
) -> Forecast | None:
    if closed is None:
        return Forecast(term, low, high)
    reported, value = closed
    return Forecast(term, low, high, value) if term < reported else None
