"""Charts: what is drawn, what is left out, and what readers are told."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from trust import charts
from trust.charts import Point, Zone, bullet, cone, distribution, dot_plot, sparkline, trend

ROOT = Path(__file__).resolve().parents[2]


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


NUMBER = st.decimals(Decimal(-(10**15)), Decimal(10**15), places=4)
VALUES = st.none() | NUMBER
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


def test_schools_that_are_alike_pile_up_and_others_lie_apart():
    svg = distribution(numbers("90", "90", "95"), label="Three schools")
    (dots,) = [path for path in paths(svg, "k-ink") if "h.01" in path]
    assert len(set(re.findall(r"M(\d+) ", dots))) == 2
    assert dots.count("h.01") == 3


def test_a_distribution_tells_the_ends_of_its_scale_and_its_marks():
    svg = distribution(
        numbers("90", "92", "95"), label="Three", target=Decimal(94), national=Decimal("91.5"), unit="%"
    )
    assert words(svg) == ["90", "95%", "National 91.5", "Target 94.0"]


def test_fewer_than_three_schools_are_no_distribution():
    assert distribution(numbers("90", None, "95"), label="Two") == ""


ZONES = [Zone("R", None, Decimal(93)), Zone("A", Decimal(93), Decimal(95)), Zone("G", Decimal(95), None)]


def test_a_bullet_names_its_zones_by_letter_and_tells_its_figure():
    svg = bullet(Decimal("93.4"), zones=ZONES, label="Attendance", target=Decimal(95), unit="%")
    assert words(svg) == ["R", "A", "G", "93.4%"]
    assert svg.count('class="k-zone-a"') == 1


def test_a_bullet_marks_what_the_figure_is_held_against():
    svg = bullet(
        Decimal(94), zones=ZONES, label="x", previous=Decimal(96), national=Decimal(92), target=Decimal(95)
    )
    assert 'class="k-last"' in svg
    assert len(paths(svg, "k-quiet")) == 1
    assert len(paths(svg, "k-ink")) == 1


def test_a_figure_with_nothing_to_hold_it_against_is_no_bullet():
    assert bullet(Decimal(94), zones=[], label="Alone") == ""
    assert bullet(None, zones=ZONES, label="No figure") == ""


def test_a_cone_opens_from_the_last_figure_to_the_forecasts_ends():
    svg = cone(
        points("40", "42"), low=Decimal(43), high=Decimal(47), label="c", at="Result", target=Decimal(48)
    )
    (shape,) = re.findall(r'class="k-cone" fill="[^"]*" d="([^"]*)"', svg)
    assert shape.startswith("M123.0")
    assert words(svg) == ["T0", "Result", "43.0 to 47.0", "Target 48.0", "Scale 40 to 48"]


def test_a_forecast_without_width_is_a_dot():
    svg = cone(points("40", "42"), low=Decimal(43), high=Decimal(43), label="c", at="Result")
    assert '<circle class="k-accent-fill"' in svg
    assert words(svg)[2] == "43.0"


def test_how_far_forecasts_were_off_is_drawn_around_the_cone():
    plain = cone(points("40", "42"), low=Decimal(43), high=Decimal(47), label="c", at="Result")
    around = cone(
        points("40", "42"), low=Decimal(43), high=Decimal(47), label="c", at="Result",
        earlier=(Decimal(38), Decimal(46)),
    )  # fmt: skip
    assert "stroke-dasharray" not in plain
    assert around.count('stroke-dasharray="2 3"') == 1
    assert words(around)[-1] == "Scale 38 to 47"


def test_every_chart_has_a_title_and_a_trend_tells_its_figures():
    svg = trend(points("94", None, "93.1"), targets=[], national=None, label="Falling & low", unit="%")
    assert "<title>Falling &amp; low</title><desc>T0 94.0%; T2 93.1%</desc>" in svg


@given(values=st.lists(VALUES, max_size=150), target=VALUES, national=VALUES, trust=VALUES)
def test_a_distribution_is_small_whatever_it_draws(values, target, national, trust):
    made = distribution(
        values, label="A sentence. " * 10, target=target, national=national, trust=trust, unit="%"
    )

    assert len(made.encode()) <= MOST_BYTES


@given(value=VALUES, previous=VALUES, national=VALUES, ends=st.lists(VALUES, min_size=4, max_size=4))
def test_a_bullet_is_small_whatever_it_draws(value, previous, national, ends):
    zones = [Zone(letter, *pair) for letter, pair in zip("RAGAR", pairwise([None, *ends, None]), strict=True)]

    made = bullet(
        value, zones=zones, label="A sentence. " * 10, previous=previous, national=national, target=ends[0]
    )

    assert len(made.encode()) <= MOST_BYTES


@given(values=TERMS, low=NUMBER, high=NUMBER, target=VALUES, earlier=st.none() | st.tuples(NUMBER, NUMBER))
def test_a_cone_is_small_whatever_it_draws(values, low, high, target, earlier):
    made = cone(
        [Point(f"Aut {number}", value) for number, value in enumerate(values)],
        low=min(low, high), high=max(low, high), label="A sentence. " * 10, at="Result", target=target,
        earlier=earlier, unit="%",
    )  # fmt: skip

    assert len(made.encode()) <= MOST_BYTES


def test_every_chart_is_held_to_its_size_and_timed():
    """Whoever adds a chart adds it to the benchmark and to the tests of size above."""
    drawn = {name for name in charts.__all__ if name[0].islower()}
    timed = (ROOT / "benchmarks" / "charts.py").read_text()
    sized = Path(__file__).read_text()

    for name in drawn:
        assert f'"{name}": lambda' in timed
        assert re.search(rf"def test_a_{name}_is_small_whatever_it_draws", sized)
