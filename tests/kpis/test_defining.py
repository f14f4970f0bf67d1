"""What a definition of each kind must keep to."""

from decimal import Decimal

import pytest

from kpis.defining import DEFAULTS, fields_of, parts_of, problems_of, settled
from kpis.rag import Kind

WORDS = {"title": "A title", "meaning": "What is counted."}
COUNTS = {"numerator_label": "Some", "denominator_label": "All"}
NEEDED = {
    Kind.RATIO: COUNTS | {"direction": "down"},
    Kind.PENETRATION: COUNTS,
    Kind.SURVEY: COUNTS,
    Kind.ORDINAL: {"scale": ["Low", "High"]},
}


def found(kind, **given):
    return problems_of(kind, settled(kind, WORDS | NEEDED.get(kind, {}) | given))


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_can_be_defined_with_what_it_needs(kind):
    assert found(kind) == {}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_settles_every_field(kind):
    whole = settled(kind, WORDS)
    assert set(whole) == set(DEFAULTS) | set(WORDS)
    assert {name: value for name, value in whole.items() if name not in fields_of(kind)} == {
        name: value for name, value in DEFAULTS.items() if name not in fields_of(kind)
    }


def test_a_field_that_the_kind_does_not_have_is_left_out():
    assert settled(Kind.JUDGEMENT, WORDS | {"unit": "%", "least": Decimal(1)})["unit"] == ""


@pytest.mark.parametrize(
    ("kind", "given", "fields"),
    [
        (Kind.MEASURE, {"title": " "}, {"title"}),
        (Kind.MEASURE, {"meaning": ""}, {"meaning"}),
        (Kind.MEASURE, {"reported_in": []}, {"reported_in"}),
        (Kind.MEASURE, {"reported_in": [1, 4]}, {"reported_in"}),
        (Kind.MEASURE, {"period_lag": 4}, {"period_lag"}),
        (Kind.MEASURE, {"places": 5}, {"places"}),
        (Kind.MEASURE, {"numerator_label": "Some"}, {"denominator_label"}),
        (Kind.NATIONAL, {"denominator_label": "All"}, {"numerator_label"}),
        (Kind.NATIONAL, {"direction": "inside"}, {"direction"}),
        (Kind.RATIO, {"numerator_label": ""}, {"numerator_label"}),
        (Kind.MEASURE, {"small_groups": True}, {"small_groups"}),
        (Kind.MEASURE, {"least": Decimal(2), "most": Decimal(1)}, {"most"}),
        (Kind.MEASURE, {"usual_low": Decimal(2), "usual_high": Decimal(1)}, {"usual_high"}),
        (Kind.MEASURE, {"least": Decimal(2), "usual_low": Decimal(1)}, {"usual_low"}),
        (Kind.MEASURE, {"most": Decimal(2), "usual_high": Decimal(3)}, {"usual_high"}),
        (Kind.MEASURE, {"usual_move": Decimal(0)}, {"usual_move"}),
        (Kind.ORDINAL, {"scale": ["One"]}, {"scale"}),
        (Kind.ORDINAL, {"scale": ["One", "one"]}, {"scale"}),
        (Kind.ORDINAL, {"scale": ["One", "x" * 61]}, {"scale"}),
    ],
)
def test_what_cannot_hold_is_named_by_field(kind, given, fields):
    assert set(found(kind, **given)) == fields


def test_limits_that_meet_are_possible():
    limits = {"least": Decimal(0), "usual_low": Decimal(0), "usual_high": Decimal(5), "most": Decimal(5)}
    assert found(Kind.MEASURE, **limits) == {}


def test_only_numbers_can_be_held_against_each_other():
    assert parts_of(Kind.MEASURE, "") == ("value",)
    assert parts_of(Kind.MEASURE, "All") == parts_of(Kind.SURVEY, "") == ("value", "numerator", "denominator")
    assert parts_of(Kind.ORDINAL, "") == ()
