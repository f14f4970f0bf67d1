"""What follows from figures: worsening, comments and the whole trust's figure."""

from decimal import Decimal

import pytest

from kpis.rag import Direction, Kind, Mark, Rag, Rule, is_worsening, needs_comment, trust_value

D = Decimal
INSIDE = Rule(Kind.MEASURE, Direction.INSIDE, target=D(18), upper_target=D(25))


@pytest.mark.parametrize(
    ("direction", "value", "previous", "expected"),
    [
        ("up", "94", "95", True),
        ("up", "95", "95", False),
        ("up", "96", "95", False),
        ("down", "94", "95", False),
        ("down", "95", "95", False),
        ("down", "96", "95", True),
        ("up", "94.96", "95.04", False),
        ("up", None, "95", False),
        ("up", "95", None, False),
    ],
)
def test_worsening_follows_the_direction_of_displayed_values(direction, value, previous, expected):
    rule = Rule(Kind.MEASURE, direction, places=1)
    assert is_worsening(value and D(value), previous and D(previous), rule) is expected


@pytest.mark.parametrize(
    ("value", "previous", "expected"),
    [(19, 24, False), (17, 18, True), (26, 25, True), (26, 27, False), (17, 26, False), (16, 26, True)],
)
def test_inside_a_range_only_moving_out_is_worsening(value, previous, expected):
    assert is_worsening(D(value), D(previous), INSIDE) is expected


@pytest.mark.parametrize(
    ("mark", "previous", "worsening", "expected"),
    [
        (Mark.RED, None, False, True),
        (Mark.RED, Mark.RED, False, True),
        (Mark.AMBER, None, False, False),
        (Mark.AMBER, Mark.AMBER, False, False),
        (Mark.AMBER, Mark.RED, False, False),
        (Mark.AMBER, Mark.NOT_REPORTED, False, False),
        (Mark.AMBER, Mark.GREEN, False, True),
        (Mark.AMBER, Mark.COMPLETE, False, True),
        (Mark.AMBER, Mark.AMBER, True, True),
        (Mark.GREEN, Mark.GREEN, True, False),
        (Mark.NOT_REPORTED, Mark.GREEN, True, False),
    ],
)
def test_red_and_worsening_amber_need_a_comment(mark, previous, worsening, expected):
    assert needs_comment(Rag.of(mark, "why"), previous, worsening) is expected


def test_an_overridden_rating_needs_a_comment_whatever_it_is():
    assert needs_comment(Rag.of(Mark.GREEN, "why"), overridden=True)


def test_the_trust_is_a_sum_over_a_sum_and_no_average():
    rule = Rule(Kind.RATIO, Direction.DOWN, places=1)
    # The average of 50% and 90% is 70%; the large school counts for more.
    assert trust_value([(D(50), D(100)), (D(810), D(900))], rule) == D("86.0")


def test_a_trust_score_is_weighted():
    rule = Rule(Kind.NATIONAL, places=2)
    scores = [(D("-0.31"), D(180)), (D("0.38"), D(220))]
    assert trust_value([(score * pupils, pupils) for score, pupils in scores], rule) == D("0.07")


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [(D(1), None)],
        [(None, D(1))],
        [(D(50), D(100)), (D(1), None)],
        [(D(0), D(0))],
    ],
)
def test_there_is_no_trust_figure_where_something_is_missing(pairs):
    assert trust_value(pairs, Rule(Kind.RATIO)) is None
