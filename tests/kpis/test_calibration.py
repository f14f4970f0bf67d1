"""Forecasts against what happened: the side they missed on, by how much, and when a record says something."""

from decimal import Decimal

import pytest

from kpis.calibration import CameIn, Forecast, calibrate
from kpis.rag import Direction, Kind, Rule
from trust.terms import TermRef

PERCENT = Rule(kind=Kind.MEASURE, unit="%", places=1)
LOWER_IS_BETTER = Rule(kind=Kind.MEASURE, unit="days", places=1, direction=Direction.DOWN)


def term(slug):
    return TermRef.from_slug(slug)


def given(*rows):
    return [(term(slug), Decimal(low), Decimal(high)) for slug, low, high in rows]


def came(*rows):
    return [(year, term(slug), Decimal(value)) for year, slug, value in rows]


def four_years(*values, rule=PERCENT):
    """A forecast of 60 to 66 in each spring, and what each summer brought."""
    years = range(2022, 2022 + len(values))
    forecasts = given(*((f"{year}-{(year + 1) % 100:02d}-2", "60", "66") for year in years))
    outcomes = came(
        *(
            (year, f"{year}-{(year + 1) % 100:02d}-3", value)
            for year, value in zip(years, values, strict=True)
        )
    )
    return calibrate(rule, forecasts, outcomes)


@pytest.mark.parametrize(
    ("outcome", "side"),
    [("59.9", CameIn.LOWER), ("60", CameIn.WITHIN), ("66", CameIn.WITHIN), ("66.1", CameIn.HIGHER)],
)
def test_an_outcome_on_an_end_of_the_range_is_within(outcome, side):
    assert Forecast(term("2025-26-2"), Decimal(60), Decimal(66), Decimal(outcome)).came_in is side


def test_a_forecast_is_set_against_the_figure_that_closes_its_year():
    made = calibrate(
        PERCENT, given(("2025-26-1", "60", "66"), ("2026-27-1", "61", "67")), came((2025, "2025-26-3", "58"))
    )
    assert [each.outcome for each in made.forecasts] == [Decimal(58), None]


def test_of_a_years_outcomes_the_last_stands():
    made = calibrate(
        PERCENT, given(("2025-26-1", "60", "66")), came((2025, "2026-27-1", "59"), (2025, "2025-26-3", "58"))
    )
    assert made.forecasts[0].outcome == Decimal(59)


def test_the_closing_figures_own_forecast_is_none():
    made = calibrate(PERCENT, given(("2025-26-3", "60", "66")), came((2025, "2025-26-3", "58")))
    assert made.forecasts == ()


def test_one_end_alone_is_a_range_without_width():
    made = calibrate(PERCENT, [(term("2025-26-1"), None, Decimal(66))], [])
    assert (made.forecasts[0].low, made.forecasts[0].high) == (Decimal(66), Decimal(66))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((), "No forecast has been settled by a result yet"),
        (("58",), "The last one came in lower than forecast"),
        (("63",), "The last one came in as forecast"),
        (("63", "64"), "All of the last two came in as forecast"),
        (("58", "59", "63", "57"), "Three of the last four came in lower than forecast"),
        (("70", "58", "59", "63", "57"), "Three of the last four came in lower than forecast"),
        (("58", "59", "57"), "All of the last three came in lower than forecast"),
        (("68", "69", "63"), "Two of the last three came in higher than forecast"),
    ],
)
def test_the_record_in_words(values, words):
    assert four_years(*values).words == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((), ""),
        (("63",), "On average as forecast"),
        (("58", "60"), "On average 4.0 points lower than forecast"),
    ],
)
def test_the_bias_is_the_mean_of_outcome_less_the_middle(values, words):
    assert four_years(*values).bias_words == words


@pytest.mark.parametrize(
    ("rule", "values", "hot"),
    [
        (PERCENT, ("58", "59"), False),
        (PERCENT, ("58", "59", "63"), True),
        (PERCENT, ("58", "63", "63"), False),
        (PERCENT, ("58", "59", "63", "63"), False),
        (PERCENT, ("68", "69", "70"), False),
        (LOWER_IS_BETTER, ("68", "69", "70"), True),
        (LOWER_IS_BETTER, ("58", "59", "57"), False),
    ],
)
def test_forecasts_run_hot_where_most_of_the_last_promised_more_than_came(rule, values, hot):
    assert four_years(*values, rule=rule).runs_hot is hot
