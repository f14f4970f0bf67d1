"""What is due and what it costs, without a database."""

from datetime import date
from decimal import Decimal

from governance.training.budget import Cost, money, share
from governance.training.due import Standing, months_after, owed

TODAY = date(2026, 11, 18)
BEGAN = date(2026, 9, 1)


def test_what_was_never_done_is_due_so_many_days_after_beginning():
    assert owed(BEGAN, 30, 12, [], TODAY).due_on == date(2026, 10, 1)


def test_it_is_overdue_the_day_after():
    assert owed(BEGAN, 77, 12, [], TODAY).standing is Standing.OVERDUE
    assert owed(BEGAN, 78, 12, [], TODAY).standing is Standing.SOON


def test_what_holds_for_good_is_never_due_again():
    assert owed(BEGAN, 30, None, [BEGAN], TODAY).due_on is None


def test_the_last_time_counts():
    stands = owed(BEGAN, 30, 12, [date(2024, 1, 1), date(2026, 10, 1)], TODAY)
    assert (stands.due_on, stands.standing) == (date(2027, 10, 1), Standing.HELD)


def test_a_month_after_the_last_of_january():
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)


def test_what_is_paid_counts_as_paid_and_the_rest_as_it_stands():
    sums = money(
        Decimal(1000),
        [
            Cost(Decimal(200), Decimal(180), True),
            Cost(Decimal(300), None, True),
            Cost(Decimal(100), None, False),
        ],
    )
    assert (sums.spent, sums.committed, sums.planned, sums.left) == (180, 300, 100, 420)


def test_over_the_budget_is_said_in_words():
    spent = money(Decimal(100), [Cost(Decimal(150), None, True)])
    planned = money(Decimal(100), [Cost(Decimal(150), None, False)])
    assert spent.in_words == "What is spent and booked is £50 over the budget."
    assert planned.in_words == "With everything that is planned it would be £50 over the budget."


def test_two_needs_share_a_cost():
    assert share(Decimal("25.01"), 2) == Decimal("12.51")
