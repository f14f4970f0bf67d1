"""What a year's training costs against its budget: spent, committed and still only planned, in pounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from trust.numbers import round_half_up

PENNIES = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """One activity's money. `is_committed`: booked or done; `paid` is None until it is paid."""

    cost: Decimal
    paid: Decimal | None
    is_committed: bool


@dataclass(frozen=True, slots=True)
class Money:
    """A year's sums. What has been paid counts as paid, whatever was expected."""

    budget: Decimal
    spent: Decimal
    committed: Decimal
    planned: Decimal

    @property
    def total(self) -> Decimal:
        return self.spent + self.committed + self.planned

    @property
    def left(self) -> Decimal:
        """Below nothing where the plan costs more than its budget."""
        return self.budget - self.total

    @property
    def in_words(self) -> str:
        if not self.budget:
            return "No budget has been set yet." if self.total else ""
        if self.spent + self.committed > self.budget:
            over = _pounds(self.spent + self.committed - self.budget)
            return f"What is spent and booked is {over} over the budget."
        if self.left < 0:
            return f"With everything that is planned it would be {_pounds(-self.left)} over the budget."
        return f"{_pounds(self.left)} is left."

    def per_head(self, people: int) -> Decimal | None:
        """The whole plan divided by the people in post; None where nobody is."""
        return round_half_up(self.total / people, PENNIES) if people else None


def money(budget: Decimal, costs: Iterable[Cost]) -> Money:
    """The sums of a year's activities, cancelled ones left out by the caller."""
    spent = committed = planned = Decimal(0)
    for each in costs:
        if each.paid is not None:
            spent += each.paid
        elif each.is_committed:
            committed += each.cost
        else:
            planned += each.cost
    return Money(budget, spent, committed, planned)


def share(cost: Decimal, needs: int) -> Decimal:
    """What one of so many needs costs: the activity's cost in equal parts."""
    return round_half_up(cost / max(1, needs), PENNIES)


def _pounds(value: Decimal) -> str:
    return f"£{value:,.0f}" if value == value.to_integral_value() else f"£{value:,.2f}"
