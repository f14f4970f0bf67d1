"""Charts: what is drawn, what is left out, and what readers are told."""

import re
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trust.charts import Point, dot_plot, sparkline, trend


def numbers(*texts):
    return [None if text is None else Decimal(text) for text in texts]


def points(*texts):
    return [Point(f"T{place}", value) for place, value in enumerate(numbers(*texts))]


def paths(svg, name):
    return re.findall(rf'<path class="{name}" d="([^"]*)"', svg)


def words(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_sparkline_tells_its_last_value_alone():
    svg = sparkline(numbers("95", "94", "93.1"), target=Decimal(95), label="Falling", unit="%")
    assert words(svg) == ["93.1%"]


def test_lines_that_share_a_scale_are_drawn_by_it():
    alone, shared = (
        sparkline(numbers("90", "95"), label="Rising", within=ends) for ends in ((), numbers("80", "100"))
    )
    assert paths(alone, "k-ink")[0] == "M4.0 48.0L180.0 8.0"
    assert paths(shared, "k-ink")[0] == "M4.0 28.0L180.0 18.0"


def test_a_sparkline_of_one_value_draws_nothing():
    assert sparkline(numbers(None, "95", None), label="One") == ""


def test_a_gap_in_the_figures_is_a_gap_in_the_line():
    svg = sparkline(numbers("1", "2", None, "3", "4"), label="A gap")
    assert paths(svg, "k-ink")[0].count("M") == 2


def test_a_missing_last_term_is_not_told_as_an_earlier_one():
    svg = sparkline(numbers("1", "2", None), label="Late")
    assert words(svg) == []
    assert "<circle" not in svg


def test_a_line_without_change_runs_through_the_middle():
    svg = sparkline(numbers("5", "5"), label="Level")
    assert paths(svg, "k-ink") == ["M4.0 28.0L180.0 28.0"]


def test_the_sentence_for_readers_is_escaped():
    assert 'aria-label="Up &amp; &lt;over&gt;"' in sparkline(numbers("1", "2"), label="Up & <over>")


def test_a_negative_value_carries_the_true_minus():
    svg = sparkline(numbers("-0.24", "-0.31"), label="Progress", places=2)
    assert words(svg) == ["−0.31"]


def test_a_changed_target_is_a_step_half_way_between_two_terms():
    svg = trend(points("3", "3", "3"), targets=numbers("1", "5", "5"), national=None, label="Steps")
    assert paths(svg, "k-quiet")[0] == "M6.0 126.0H64.5V16.0H181.5V16.0H240.0"


def test_a_trend_names_every_other_term_and_the_last():
    svg = trend(points("1", "2", "3", "4"), targets=numbers(*[None] * 4), national=None, label="Four")
    assert [word for word in words(svg) if word.startswith("T")] == ["T3", "T1"]


def test_a_trend_tells_the_ends_of_its_lines():
    svg = trend(points("94", "93.1"), targets=numbers("95", "95"), national=Decimal("94.5"), label="Ends")
    assert words(svg)[-4:] == ["Target 95.0", "National 94.5", "93.1", "Scale 93.1 to 95"]


def test_a_range_that_reaches_zero_is_not_stated():
    svg = trend(points("0", "2"), targets=[], national=None, label="From zero")
    assert not any(word.startswith("Scale") for word in words(svg))


def test_labels_that_would_lie_on_each_other_are_moved_apart():
    svg = trend(points("5", "5"), targets=numbers("5", "5"), national=Decimal(5), label="Level")
    heights = sorted(
        Decimal(y) for y in re.findall(r'<text x="250.0" y="([0-9.]+)"', svg) if Decimal(y) < 160
    )
    assert all(below - above >= 16 for above, below in pairwise(heights))


def test_a_forecast_runs_from_a_ring_to_a_filled_dot():
    svg = dot_plot(forecasts=numbers("35", "37"), target=Decimal(42), label="Forecast")
    assert svg.count('class="k-early"') == 1
    assert svg.count('<circle class="k-accent-fill"') == 1


def test_a_final_result_replaces_the_filled_dot_with_a_square():
    svg = dot_plot(forecasts=numbers("35", "37"), final=Decimal(38), target=Decimal(42), label="Final")
    assert '<circle class="k-accent-fill"' not in svg
    assert svg.count('<path class="k-accent-fill"') == 1


def test_a_higher_value_stands_further_right():
    svg = dot_plot(target=Decimal(10), national=Decimal(0), label="Two marks")
    assert paths(svg, "k-quiet") == ["M12.0 6V26"]
    assert paths(svg, "k-ink") == ["M248.0 4V28"]


def test_charts_carry_no_style_that_the_policy_would_refuse():
    svg = trend(points("1", "2"), targets=numbers("1", "1"), national=Decimal(1), label="Plain")
    assert "style=" not in svg


VALUES = st.none() | st.decimals(Decimal(-(10**15)), Decimal(10**15), places=4)
TERMS = st.lists(VALUES, min_size=0, max_size=7)
MOST_BYTES = 4_000


@given(values=TERMS, target=VALUES, national=VALUES)
def test_a_sparkline_is_small_whatever_it_draws(values, target, national):
    made = sparkline(values, target=target, national=national, label="A sentence. " * 10, unit="%")

    assert len(made.encode()) <= MOST_BYTES
    assert "nan" not in made.lower()


@given(values=TERMS, data=st.data())
def test_a_trend_is_small_whatever_it_draws(values, data):
    against = st.lists(VALUES, min_size=len(values), max_size=len(values))
    targets, nationals = data.draw(against), data.draw(against)
    points = [Point(f"Aut {number}", value) for number, value in enumerate(values)]

    made = trend(points, targets=targets, national=nationals, label="A sentence. " * 10, unit="%")

    assert len(made.encode()) <= MOST_BYTES


@given(target=VALUES, national=VALUES, last_year=VALUES, forecasts=st.lists(VALUES, max_size=3), final=VALUES)
def test_a_dot_plot_is_small_whatever_it_draws(target, national, last_year, forecasts, final):
    made = dot_plot(
        label="A sentence. " * 10, target=target, national=national, last_year=last_year,
        forecasts=forecasts, final=final,
    )  # fmt: skip

    assert len(made.encode()) <= MOST_BYTES
