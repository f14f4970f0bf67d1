"""The rule of what needs the board, and how it is said."""

from datetime import date
from decimal import Decimal

import pytest

from governance.attention import (
    Red,
    finding,
    headline,
    headline_of_school,
    listed,
    lower_first,
    room_for,
    sentence,
    steps_against,
    worst_first,
)
from kpis.rag import Direction, Kind, Reading, Rule

UP = Rule(Kind.MEASURE, unit="%", places=1, target=Decimal(95), limit=Decimal(93))
DOWN = Rule(Kind.RATIO, Direction.DOWN, unit="%", places=1, target=Decimal(80), limit=Decimal(82))


def decimals(*values):
    return [None if value is None else Decimal(value) for value in values]


def test_newly_red_comes_before_still_red():
    assert worst_first([Red("oak", False, "still"), Red("elm", True, "new")]) == ["new", "still"]


def test_a_schools_first_area_comes_before_any_schools_second():
    reds = [Red("oak", True, "oak 1"), Red("oak", True, "oak 2"), Red("elm", True, "elm 1")]
    assert worst_first(reds) == ["oak 1", "elm 1", "oak 2"]


@pytest.mark.parametrize(
    ("reds", "others", "room"),
    [
        (7, 0, (5, 0)),
        (7, 1, (4, 1)),
        (7, 3, (2, 3)),
        (7, 6, (2, 3)),
        (1, 6, (1, 4)),
        (0, 6, (0, 5)),
        (1, 2, (1, 2)),
        (0, 0, (0, 0)),
    ],
)
def test_what_is_not_red_keeps_its_place_beside_two_reds(reds, others, room):
    assert room_for(reds, others) == room


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"schools": 2, "milestones": 2}, "Two schools and two milestones need the board’s attention"),
        ({"schools": 1, "milestones": 0}, "One school needs the board’s attention"),
        ({"schools": 0, "milestones": 1}, "One milestone needs the board’s attention"),
        (
            {"schools": 11, "milestones": 1, "trust": True},
            "11 schools, the trust itself and one milestone need the board’s attention",
        ),
        ({"schools": 0, "milestones": 0, "trust": True}, "The trust itself needs the board’s attention"),
        ({"schools": 0, "milestones": 0}, "Nothing is red or overdue"),
    ],
)
def test_the_headline_counts_schools_and_milestones(counts, words):
    assert headline(**counts) == words


def test_people_of_one_school_are_told_of_it_alone():
    assert headline_of_school("Oak", reds=2, is_late=False) == "Two areas are red at Oak"
    assert headline_of_school("Oak", reds=1, is_late=False) == "One area is red at Oak"
    assert headline_of_school("Oak", reds=0, is_late=False) == "Nothing is red at Oak"
    assert headline_of_school("Oak", reds=2, is_late=True) == "The return of Oak is late"


@pytest.mark.parametrize(
    ("values", "rule", "steps"),
    [
        (("96", "95", "94", "93"), UP, 3),
        (("93", "95", "94", "93"), UP, 2),
        (("96", None, "94", "93"), UP, 1),
        (("96", "95", None), UP, 0),
        (("79", "81", "83"), DOWN, 2),
        (("93.04", "93.01"), UP, 0),
        ((), UP, 0),
    ],
)
def test_steps_the_wrong_way_are_counted_up_to_a_gap(values, rule, steps):
    assert steps_against(decimals(*values), rule) == steps


def test_inside_a_range_there_is_no_wrong_way():
    inside = Rule(Kind.MEASURE, Direction.INSIDE, target=Decimal(3), upper_target=Decimal(8))
    assert steps_against(decimals("9", "10", "11"), inside) == 0


@pytest.mark.parametrize(
    ("rule", "reading", "more", "words"),
    [
        (UP, Reading(), {"value": Decimal("91.2"), "steps": 5}, "Figure down for five terms in a row"),
        (DOWN, Reading(), {"value": Decimal("83.6"), "steps": 2}, "Figure up for two terms in a row"),
        (DOWN, Reading(), {"value": Decimal("83.6")}, "Figure past the limit of 82.0%"),
        (UP, Reading(), {"value": Decimal("91.2"), "is_new": False}, "Figure still below the limit of 93.0%"),
        (Rule(Kind.NATIONAL), Reading(), {}, "Figure well below the national figure"),
        (Rule(Kind.DEADLINE), Reading(), {}, "Figure: not done in time"),
        (Rule(Kind.DEADLINE), Reading(done_on=date(2026, 11, 2)), {}, "Figure: done late"),
        (Rule(Kind.ORDINAL), Reading(choice="Targeted"), {}, "Figure: down to Targeted"),
        (Rule(Kind.ASSURANCE), Reading(choice="no"), {"is_new": False}, "Figure: still not in place"),
        (Rule(Kind.JUDGEMENT), Reading(choice="red"), {}, "Figure: judged red"),
    ],
)
def test_a_finding_says_what_is_red_for_every_kind(rule, reading, more, words):
    wanted = {"value": None, "steps": 0, "is_new": True} | more
    assert finding("Figure", rule, reading, **wanted) == words


def test_words_are_put_together_as_a_person_would():
    assert listed(["Oak", "Elm", "Ash"]) == "Oak, Elm and Ash"
    assert listed(["Oak"]) == "Oak"
    assert lower_first("GCSE results") == "GCSE results"
    assert sentence("why it is so") == "Why it is so."
    assert sentence("Is it so?") == "Is it so?"
    assert sentence(" ") == ""
