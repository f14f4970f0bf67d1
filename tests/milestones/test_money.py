"""Sums of what a priority costs against the money there is."""

from decimal import Decimal

import pytest

from milestones.money import Fund, all_years, by_year, pounds


def fund(year, budget, cost, bid=""):
    return Fund(year, "Central funds", bid, Decimal(budget), Decimal(cost))


def test_years_are_in_order_and_add_up():
    years = by_year([fund(2027, "10", "1"), fund(2026, "20", "2.50"), fund(2027, "5", "4")])
    assert [(year.label, year.budget, year.cost) for year in years] == [
        ("2026/27", Decimal(20), Decimal("2.50")), ("2027/28", Decimal(15), Decimal(5)),
    ]  # fmt: skip
    assert all_years(years).words == "£7.50 of £35 budget committed"


@pytest.mark.parametrize(("bid", "budget"), [("won", 30), ("sought", 20), ("lost", 20)])
def test_only_a_bid_that_was_won_is_money(bid, budget):
    (year,) = by_year([fund(2026, "20", "0"), fund(2026, "10", "0", bid)])
    assert year.budget == Decimal(budget)


@pytest.mark.parametrize(("funds", "words"), [
    ([fund(2026, "20", "20")], ""),
    ([fund(2026, "20", "21.50")], "£1.50 more is spent or promised than there is."),
    ([fund(2026, "20", "25"), fund(2026, "5", "0", "sought")],
     "£5 more is spent or promised than there is; it hangs on a bid of £5 that is still sought."),
    ([fund(2026, "20", "30"), fund(2026, "4", "0", "sought")],
     "£10 more is spent or promised than there is; even if the bid of £4 is won, £6 is missing."),
    ([fund(2026, "0", "1", "lost")], "£1 more is spent or promised than there is."),
])  # fmt: skip
def test_what_is_over_the_budget_is_said_in_words(funds, words):
    (year,) = by_year(funds)
    assert year.warning == words


def test_pence_are_shown_where_there_are_any():
    assert (pounds(Decimal("4550.00")), pounds(Decimal("1450.5"))) == ("£4,550", "£1,450.50")
