"""The rule of early warning: each ground in words, nothing for what is missing, no harder on the better."""

from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rag import Direction, Kind, Rule
from kpis.warning import Ground, Known, warn
from trust.terms import TermRef

NOW = TermRef(2026, 1)
UP = Rule(kind=Kind.MEASURE, unit="%", places=1, target=Decimal(95), limit=Decimal(93))
DOWN = Rule(
    kind=Kind.MEASURE, direction=Direction.DOWN, unit="%", places=1, target=Decimal(20), limit=Decimal(25)
)
INSIDE = Rule(
    kind=Kind.MEASURE, direction=Direction.INSIDE, unit="%", places=1,
    target=Decimal(40), limit=Decimal(30), upper_target=Decimal(60), upper_limit=Decimal(70),
)  # fmt: skip
RULES = [UP, DOWN, INSIDE]
percent = st.decimals(0, 100, places=2)
maybe = st.none() | percent
rules = st.sampled_from(RULES)


class InTerm(NamedTuple):
    ref: TermRef


class Course(NamedTuple):
    """From 90 in autumn 2025 to 96 two years later: 93 is expected by autumn 2026."""

    baseline: Decimal | None = Decimal(90)
    target: Decimal | None = Decimal(96)
    from_term: InTerm = InTerm(TermRef(2025, 1))
    target_by: InTerm | None = InTerm(TermRef(2027, 1))


def known(rule=UP, **numbers):
    return Known(
        rule,
        NOW,
        **{key: Decimal(value) if isinstance(value, str) else value for key, value in numbers.items()},
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (known(low="93", high="95"), "The forecast is 93.0% to 95.0%; "
        "its middle, 94.0%, is below the target of 95.0%"),
        (known(low="94"), "The forecast is 94.0%, below the target of 95.0%"),
        (known(DOWN, low="19", high="23"), "The forecast is 19.0% to 23.0%; "
        "its middle, 21.0%, is above the target of 20.0%"),
        (known(INSIDE, high="62"), "The forecast is 62.0%, outside the range of 40.0% to 60.0%"),
        (known(value="92.5", course=Course()),
         "92.5% is behind the way by 0.5 points: 93.0% expected by now"),
        (
            known(value="95.1", year_ago="95.4", closed_at="94.2"),
            "95.1% is worse than 95.4% in the same term last year, "
            "which ended at 94.2%, below the target of 95.0%",
        ),
        (
            known(DOWN, value="19", year_ago="18", closed_at="22"),
            "19.0% is worse than 18.0% in the same term last year, "
            "which ended at 22.0%, above the target of 20.0%",
        ),
    ],
)  # fmt: skip
def test_the_reason_is_said_in_words(told, words):
    assert warn(told).words == words


@pytest.mark.parametrize(
    "told",
    [
        known(low="94", high="96"),
        known(value="93", course=Course()),
        known(value="95.4", year_ago="95.4", closed_at="94.2"),
        known(value="95.1", year_ago="95.4", closed_at="95"),
        known(value="95.1", year_ago="95.4"),
        known(value="95.1", closed_at="94"),
        known(INSIDE, value="55", year_ago="50", closed_at="70"),
    ],
)
def test_what_is_on_target_or_not_worse_gives_no_warning(told):
    assert warn(told) is None


def test_numbers_are_compared_as_displayed():
    assert warn(known(low="94.95", high="94.95")) is None
    assert warn(known(low="94.94", high="94.94")).ground is Ground.FORECAST


def test_the_first_ground_that_holds_is_the_reason():
    every = known(low="90", value="92", course=Course(), year_ago="93", closed_at="91")
    grounds = [
        warn(each).ground for each in (every, every._replace(low=None), every._replace(low=None, course=None))
    ]
    assert grounds == list(Ground)


def test_what_counts_since_september_has_no_way_within_the_year():
    assert warn(known(value="92.5", course=Course(), is_cumulative=True)) is None
    cumulative = known(value="92.5", course=Course(), is_cumulative=True, year_ago="93", closed_at="94")
    assert warn(cumulative).ground is Ground.YEAR_AGO


@pytest.mark.parametrize("kind", [Kind.DEADLINE, Kind.ORDINAL, Kind.ASSURANCE, Kind.JUDGEMENT])
def test_answers_that_are_no_numbers_give_no_warning(kind):
    assert warn(Known(Rule(kind=kind), NOW, low=Decimal(1), value=Decimal(1), year_ago=Decimal(2))) is None


def test_against_a_national_figure_that_is_not_out_there_is_nothing_to_miss():
    rule = Rule(kind=Kind.NATIONAL, unit="%", places=1, margin=Decimal(2))
    assert warn(Known(rule, NOW, low=Decimal(50))) is None
    told = warn(Known(rule, NOW, low=Decimal(50), national=Decimal(55)))
    assert told.words == "The forecast is 50.0%, below the national figure of 55.0%"


@given(rules, maybe, maybe, maybe)
def test_without_a_forecast_and_a_figure_there_is_no_warning(rule, year_ago, closed_at, national):
    told = Known(rule, NOW, year_ago=year_ago, closed_at=closed_at, national=national, course=Course())
    assert warn(told) is None


@given(rules, maybe, maybe, maybe, maybe)
def test_without_a_target_nothing_can_be_missed(rule, low, high, value, year_ago):
    bare = Rule(kind=Kind.MEASURE, direction=rule.direction, unit="%", places=1)
    assert warn(Known(bare, NOW, low=low, high=high, value=value, year_ago=year_ago, closed_at=value)) is None


def distance(value, rule):
    """How far a value lies on the bad side of its target; zero where it meets it."""
    return max(rule.green_from - value, value - rule.green_to, Decimal(0))


@given(rules, percent, percent, maybe, maybe, maybe)
def test_a_better_forecast_never_raises_a_warning_that_a_worse_one_does_not(
    rule, one, other, value, year_ago, closed_at
):
    better, worse = sorted((one, other), key=lambda forecast: distance(forecast, rule))
    known = Known(rule, NOW, value=value, year_ago=year_ago, closed_at=closed_at)
    if warn(known._replace(low=better, high=better)):
        assert warn(known._replace(low=worse, high=worse))


@given(st.sampled_from([UP, DOWN]), percent, percent, percent, percent)
def test_a_better_figure_never_raises_a_warning_that_a_worse_one_does_not(
    rule, one, other, year_ago, closed_at
):
    better, worse = sorted((one, other), reverse=rule.direction is Direction.UP)
    known = Known(rule, NOW, year_ago=year_ago, closed_at=closed_at, course=Course())
    if warn(known._replace(value=better)):
        assert warn(known._replace(value=worse))
