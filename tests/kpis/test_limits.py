"""What a band must keep to, and how it is tightened."""

from decimal import Decimal

import pytest

from kpis.limits import fields_of, problems_of, share_of, tightened
from kpis.rag import Direction, Kind


def amounts(**given):
    return {name: Decimal(text) for name, text in given.items()}


def problems(kind=Kind.MEASURE, direction=Direction.UP, scale=(), **given):
    return problems_of(amounts(**given), kind, direction, scale)


@pytest.mark.parametrize(
    ("direction", "given"),
    [
        (Direction.UP, {"limit": "92", "target": "94", "stretch": "96", "baseline": "10"}),
        (Direction.UP, {"limit": "94", "target": "94", "stretch": "94"}),
        (Direction.UP, {"limit": "94"}),
        (Direction.DOWN, {"stretch": "10", "target": "12", "limit": "15", "baseline": "30"}),
        (Direction.INSIDE, {"limit": "3", "target": "5", "upper_target": "12", "upper_limit": "15"}),
    ],
)
def test_limits_in_order_are_right(direction, given):
    assert problems(direction=direction, **given) == {}


@pytest.mark.parametrize(
    ("direction", "given", "field"),
    [
        (Direction.UP, {"limit": "95", "target": "94"}, "target"),
        (Direction.UP, {"limit": "95", "stretch": "94"}, "stretch"),
        (Direction.UP, {"target": "94", "stretch": "93"}, "stretch"),
        (Direction.DOWN, {"target": "15", "limit": "12"}, "limit"),
        (Direction.DOWN, {"stretch": "14", "target": "12"}, "target"),
        (Direction.INSIDE, {"limit": "5", "target": "3"}, "target"),
        (Direction.INSIDE, {"target": "5", "upper_target": "4"}, "upper_target"),
        (Direction.INSIDE, {"target": "5", "upper_target": "12", "upper_limit": "11"}, "upper_limit"),
        (Direction.UP, {"baseline": "5"}, "target"),
    ],
)
def test_limits_out_of_order_are_told_at_the_field(direction, given, field):
    assert list(problems(direction=direction, **given)) == [field]


def test_a_share_lies_between_0_and_100():
    assert list(problems(Kind.PENETRATION, target="101", limit="-1")) == ["target", "limit"]


def test_a_response_rate_is_a_percentage():
    assert problems(Kind.SURVEY, target="90", min_response="120") == {
        "min_response": "Give a percentage between 0 and 100."
    }


def test_national_needs_a_margin_of_zero_or_more():
    assert list(problems(Kind.NATIONAL)) == ["margin"]
    assert list(problems(Kind.NATIONAL, margin="-1")) == ["margin"]
    assert problems(Kind.NATIONAL, margin="0") == {}


def test_a_deadline_needs_its_statutory_date():
    assert list(problems_of({}, Kind.DEADLINE, Direction.UP)) == ["due_on"]


def test_a_floor_is_one_of_the_grades():
    grades = ("Targeted", "Light touch")
    assert problems_of({"floor": "Fine"}, Kind.ORDINAL, Direction.UP, grades) == {
        "floor": "Choose one of the grades: Targeted, Light touch."
    }
    assert problems_of({"floor": "Light touch"}, Kind.ORDINAL, Direction.UP, grades) == {}


@pytest.mark.parametrize("kind", [Kind.ASSURANCE, Kind.JUDGEMENT])
def test_what_is_given_with_its_reason_has_no_limits(kind):
    assert fields_of(kind, Direction.UP) == ()


@pytest.mark.parametrize(
    ("kind", "direction", "given", "moved"),
    [
        (Kind.MEASURE, Direction.UP, {"target": "94", "limit": "92"}, {"target": "95", "limit": "93"}),
        (Kind.MEASURE, Direction.DOWN, {"target": "0.5", "limit": "5"}, {"target": "0", "limit": "4"}),
        (Kind.MEASURE, Direction.DOWN, {"target": "-0.5"}, {"target": "-1.5"}),
        (Kind.PENETRATION, Direction.UP, {"target": "100", "limit": "95"}, {"target": "100", "limit": "96"}),
        (Kind.NATIONAL, Direction.UP, {"margin": "5"}, {"margin": "4"}),
        (
            Kind.MEASURE,
            Direction.INSIDE,
            {"target": "5", "limit": "3", "upper_target": "12", "upper_limit": "15"},
            {"target": "6", "limit": "4", "upper_target": "11", "upper_limit": "14"},
        ),
        (Kind.MEASURE, Direction.UP, {"target": "94", "stretch": "94.5"}, {"target": "95", "stretch": "95"}),
        (Kind.MEASURE, Direction.UP, {"target": "94", "stretch": "96"}, {"target": "95"}),
        (Kind.DEADLINE, Direction.UP, {}, {}),
    ],
)
def test_tightening_moves_towards_the_good(kind, direction, given, moved):
    assert tightened(amounts(**given), kind, direction, Decimal(1)) == amounts(**moved)


def test_a_percentage_passes_100_no_more_than_a_share():
    given = amounts(target="99.5")
    assert tightened(given, Kind.MEASURE, Direction.UP, Decimal(1), "%") == amounts(target="100")
    assert tightened(given, Kind.MEASURE, Direction.UP, Decimal(1)) == amounts(target="100.5")


def test_a_share_of_a_negative_score_is_a_step_all_the_same():
    assert share_of(Decimal("-0.25"), Decimal(20), 2) == Decimal("0.05")
