"""What is impossible, what is unusual, and which answers must agree."""

from decimal import Decimal

import pytest

from kpis.plausible import Agreement, Before, Limits, disagreements, findings
from kpis.rag import Direction, Kind, Rule

RULE = Rule(Kind.MEASURE, Direction.UP, "%", 1)
IS_IT = "is this right? If so, say why."


def limits(**known):
    return Limits(**{name: Decimal(amount) for name, amount in known.items()})


def refused(value, **known):
    return findings(Decimal(value), limits(**known), RULE).refused


def unusual(value, before=None, **known):
    earlier = Before(Decimal(before), "summer 2025/26") if before else None
    return findings(Decimal(value), limits(**known), RULE, earlier).unusual


def test_a_figure_below_the_least_is_refused_and_the_limit_named():
    assert refused("49.9", least="50") == "49.9% is impossible here: it is at least 50.0%."


def test_a_figure_above_the_most_is_refused_and_the_limit_named():
    assert refused("1234", most="1000") == "1,234.0% is impossible here: it is at most 1,000.0%."


@pytest.mark.parametrize("value", ["50", "100", "49.95", "100.04"])
def test_a_figure_that_is_displayed_as_the_limit_is_possible(value):
    assert refused(value, least="50", most="100") == ""


def test_a_figure_outside_the_usual_is_unusual():
    assert unusual("84.9", usual_low="85") == (f"84.9% is below the usual 85.0%: {IS_IT}",)
    assert unusual("99.1", usual_high="99") == (f"99.1% is above the usual 99.0%: {IS_IT}",)


def test_a_large_move_since_the_figure_before_is_unusual():
    assert unusual("88.0", "95.2", usual_move="5") == (f"7.2 points lower than in summer 2025/26: {IS_IT}",)
    assert unusual("95.2", "88", usual_move="5") == (f"7.2 points higher than in summer 2025/26: {IS_IT}",)


@pytest.mark.parametrize(("value", "before"), [("90.0", "95.0"), ("90.04", "95.04"), ("100", "95")])
def test_a_move_as_large_as_the_usual_one_is_not(value, before):
    assert unusual(value, before, usual_move="5") == ()


def test_without_a_figure_before_there_is_no_move():
    assert unusual("1", usual_move="5") == ()


def test_a_figure_can_be_outside_the_usual_and_have_moved_far():
    assert len(unusual("80", "95", usual_low="85", usual_move="5")) == 2


def test_what_is_impossible_is_not_unusual_as_well():
    found = findings(Decimal(1), limits(least="2", usual_low="3"), RULE)
    assert (bool(found.refused), found.unusual) == (True, ())


def test_pounds_are_said_as_pounds():
    rule = Rule(Kind.MEASURE, Direction.UP, "£", 0)
    found = findings(Decimal(5), limits(usual_move="100"), rule, Before(Decimal(2005), "autumn 2025/26"))
    assert found.unusual == (f"£2,000 lower than in autumn 2025/26: {IS_IT}",)


def test_no_figure_and_no_limits_find_nothing():
    assert findings(None, limits(least="2"), RULE) == findings(Decimal(1), Limits(), RULE)


AT_MOST = Agreement(1, "numerator", "at-most", 2, "denominator", True, "More left than there were.")
EQUALS = Agreement(1, "denominator", "equals", 2, "denominator", False, "Two rolls differ.")


def amounts(one, other):
    return {1: one, 2: other}


def test_counts_are_held_against_each_other_exactly():
    mine = {"numerator": Decimal("5"), "denominator": Decimal("100")}
    assert disagreements([AT_MOST, EQUALS], amounts(mine, {"denominator": Decimal("100.0")})) == []
    assert disagreements([AT_MOST, EQUALS], amounts(mine, {"denominator": Decimal("4")})) == [AT_MOST, EQUALS]


def test_at_most_holds_for_the_same_amount():
    assert disagreements([AT_MOST], amounts({"numerator": Decimal(4)}, {"denominator": Decimal(4)})) == []


@pytest.mark.parametrize("known", [{}, {1: {"numerator": Decimal(9)}}, {1: {"numerator": None}, 2: {}}])
def test_what_is_not_given_disagrees_with_nothing(known):
    assert disagreements([AT_MOST], known) == []
