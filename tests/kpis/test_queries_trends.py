"""How KPIs have moved, for the page of a floor above: the trust's sums, one school's, what is not shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.queries.trends import trends_of
from kpis.rag import Mark
from tests.builders import make_band, make_figure, make_kpi, make_return, make_term


@pytest.fixture
def kpi(world):
    kpi = make_kpi("ATT", kind="penetration")
    make_band(kpi)
    return kpi


def report(world, kpi, slug, *, oak, elm=None):
    for school, done in ((world.oak, oak), (world.elm, elm)):
        if done is not None:
            returned = make_return(school, make_term(slug), "accepted")
            make_figure(kpi, returned, world.people["executive"], numerator=done, denominator=100)


def test_the_trusts_figure_is_a_sum_and_its_line_ends_where_it_is_known(world, kpi, executive):
    for slug, oak in (("2025-26-2", 80), ("2025-26-3", 90), ("2026-27-1", 96)):
        report(world, kpi, slug, oak=oak, elm=94)
    (line,) = trends_of([kpi.pk], executive, world.term)[kpi.pk].lines
    assert (line.whose, line.shown, line.when, line.mark) == (
        "The trust", "95.0%", "Autumn 2026/27", Mark.GREEN,
    )  # fmt: skip
    assert "from 87.0% in Spring 2025/26 to 95.0%" in line.chart


def test_where_a_school_is_missing_the_last_sum_is_told(world, kpi, executive):
    report(world, kpi, "2025-26-3", oak=90, elm=90)
    report(world, kpi, "2026-27-1", oak=99)
    (line,) = trends_of([kpi.pk], executive, world.term)[kpi.pk].lines
    assert (line.shown, line.when) == ("90.0%", "Summer 2025/26")


def test_what_cannot_be_added_up_is_counted(world, executive):
    kpi = make_kpi("SCR", kind="measure")
    make_band(kpi)
    for school, value in ((world.oak, "96"), (world.elm, "80")):
        make_figure(kpi, make_return(school, world.term, "accepted"), executive, value)
    trend = trends_of([kpi.pk], executive, world.term)[kpi.pk]
    assert (trend.lines, trend.counts, trend.counted_in) == (
        (), ((Mark.RED, 1), (Mark.GREEN, 1)), "Autumn 2026/27",
    )  # fmt: skip


def test_named_schools_are_shown_one_by_one(world, kpi, executive):
    report(world, kpi, "2026-27-1", oak=96, elm=94)
    trend = trends_of([kpi.pk], executive, world.term, [world.elm.pk])[kpi.pk]
    assert [(line.whose, line.shown) for line in trend.lines] == [("Elm", "94.0%")]


def test_a_head_sees_the_own_school_alone(world, kpi, head_of_oak):
    report(world, kpi, "2026-27-1", oak=96, elm=94)
    trend = trends_of([kpi.pk], head_of_oak, world.term)[kpi.pk]
    assert [(line.whose, line.shown) for line in trend.lines] == [("Oak", "96.0%")]
    assert trends_of([kpi.pk], head_of_oak, world.term, [world.elm.pk])[kpi.pk].lines == ()


def test_a_trustee_sees_nothing_before_it_is_issued(world, kpi, trustee):
    report(world, kpi, "2026-27-1", oak=96, elm=94)
    trend = trends_of([kpi.pk], trustee, world.term)[kpi.pk]
    assert (trend.lines, trend.counts) == ((), ())


def test_it_costs_as_much_for_many_as_for_one(world, kpi, executive):
    many = [kpi.pk, *(make_kpi(f"K{n}").pk for n in range(9))]
    report(world, kpi, "2026-27-1", oak=96, elm=94)
    costs = []
    trends_of(many, executive, world.term)
    for asked in ([kpi.pk], many):
        with CaptureQueriesContext(connection) as made:
            trends_of(asked, executive, world.term)
        costs.append(len(made))
    assert costs[0] == costs[1]
    with CaptureQueriesContext(connection) as none:
        assert trends_of([], executive, world.term) == {}
    assert len(none) == 0
