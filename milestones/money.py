"""What a priority costs against the money there is: sums by academic year, and a warning in words.

A bid that is still sought is hoped for, and one that was lost is gone: neither is money that can be spent.
Pure: plain values in pounds, no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from trust.numbers import show_number
from trust.terms import TermRef

SOUGHT, LOST = "sought", "lost"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fund:
    """What one source gives in the year that begins in `year`, and what is spent or promised of it."""

    year: int
    source: str
    bid: str
    budget: Decimal
    cost: Decimal

    @property
    def is_sure(self) -> bool:
        return self.bid not in (SOUGHT, LOST)

    @property
    def budget_shown(self) -> str:
        return pounds(self.budget)

    @property
    def cost_shown(self) -> str:
        return pounds(self.cost)


@dataclass(frozen=True, slots=True)
class Sum:
    """Funds added up: the budget that is sure, what is hoped for from bids, and the cost."""

    funds: tuple[Fund, ...]

    @property
    def budget(self) -> Decimal:
        return sum((fund.budget for fund in self.funds if fund.is_sure), NOTHING)

    @property
    def hoped(self) -> Decimal:
        return sum((fund.budget for fund in self.funds if fund.bid == SOUGHT), NOTHING)

    @property
    def cost(self) -> Decimal:
        return sum((fund.cost for fund in self.funds), NOTHING)

    @property
    def budget_shown(self) -> str:
        return pounds(self.budget)

    @property
    def cost_shown(self) -> str:
        return pounds(self.cost)

    @property
    def has_unsure(self) -> bool:
        """Whether anything in it is a bid that is sought or was lost."""
        return any(not fund.is_sure for fund in self.funds)

    @property
    def is_over(self) -> bool:
        return self.cost > self.budget

    @property
    def words(self) -> str:
        """ "£4,550 of £6,000 budget committed"."""
        return f"{pounds(self.cost)} of {pounds(self.budget)} budget committed"

    @property
    def warning(self) -> str:
        """What is over the budget, in words; empty where nothing is."""
        if not self.is_over:
            return ""
        over = self.cost - self.budget
        words = f"{pounds(over)} more is spent or promised than there is"
        if self.hoped >= over:
            return f"{words}; it hangs on a bid of {pounds(self.hoped)} that is still sought."
        if self.hoped:
            rest = pounds(over - self.hoped)
            return f"{words}; even if the bid of {pounds(self.hoped)} is won, {rest} is missing."
        return f"{words}."


@dataclass(frozen=True, slots=True)
class YearSum(Sum):
    """The funds of one academic year."""

    year: int

    @property
    def label(self) -> str:
        return academic_year(self.year)


def by_year(funds: Iterable[Fund]) -> list[YearSum]:
    """The years in order, each with its funds in the order given."""
    ordered = sorted(funds, key=attrgetter("year"))
    return [YearSum(tuple(found), year) for year, found in groupby(ordered, key=attrgetter("year"))]


def all_years(years: Sequence[YearSum]) -> Sum:
    return Sum(tuple(fund for year in years for fund in year.funds))


def academic_year(year: int) -> str:
    """'2026/27' for the year that begins in 2026."""
    return TermRef(year, 1).academic_year


def pounds(amount: Decimal) -> str:
    """'£4,550', with pence only where there are any."""
    places = 0 if amount == amount.to_integral_value() else 2
    return show_number(amount, places, "£")
