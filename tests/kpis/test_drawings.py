"""What charts of figures are given: zones by the band, a sentence for readers, and when nothing is drawn."""

from decimal import Decimal

import pytest

from kpis.calibration import calibrate
from kpis.drawings import _zones_of
from kpis.queries.kpi_page import kpi_sheet
from kpis.rag import Direction, Kind, Rule
from tests import builders
from trust.terms import TermRef


def zones(rule):
    return [
        (zone.letter, zone.start and int(zone.start), zone.end and int(zone.end)) for zone in _zones_of(rule)
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            Rule(Kind.MEASURE, target=Decimal(95), limit=Decimal(93)),
            [("R", None, 93), ("A", 93, 95), ("G", 95, None)],
        ),
        (
            Rule(Kind.MEASURE, Direction.DOWN, target=Decimal(8), limit=Decimal(10)),
            [("G", None, 8), ("A", 8, 10), ("R", 10, None)],
        ),
        (Rule(Kind.MEASURE, target=Decimal(95)), [("R", None, 95), ("G", 95, None)]),
        (
            Rule(
                Kind.MEASURE, Direction.INSIDE, target=Decimal(5), limit=Decimal(3), upper_target=Decimal(12),
                upper_limit=Decimal(14),
            ),
            [("R", None, 3), ("A", 3, 5), ("G", 5, 12), ("A", 12, 14), ("R", 14, None)],
        ),
        (Rule(Kind.MEASURE), []),
        (Rule(Kind.NATIONAL, margin=Decimal(2)), []),
    ],
)  # fmt: skip
def test_zones_run_from_the_least_to_the_most(rule, expected):
    assert zones(rule) == expected


def test_schools_of_a_phase_lie_on_one_scale_and_are_told_in_a_sentence(world, term, executive):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    for name, value in (("Ash", "92"), ("Birch", "94"), ("Cedar", "96")):
        school = builders.make_school(f"{name} School")
        builders.make_figure(kpi, builders.make_return(school, term, "accepted"), executive, value)

    secondary, *_ = kpi_sheet(kpi, term, executive).groups

    assert (
        'aria-label="Secondary schools, Attendance: from 92.0% to 96.0%; 1 green, 1 amber, 1 red."'
        in secondary.spread
    )
    assert "Ash" not in secondary.spread


def test_two_schools_are_no_picture(world, oak, elm, term, executive):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    builders.make_figure(kpi, builders.make_return(oak, term, "accepted"), executive, "94")

    assert not kpi_sheet(kpi, term, executive).is_spread


def record(*misses):
    rule = Rule(Kind.MEASURE, target=Decimal(50))
    given = [(TermRef(2020 + year, 1), Decimal(40), Decimal(44)) for year in range(len(misses))]
    came = [(2020 + year, TermRef(2020 + year, 3), Decimal(42 + miss)) for year, miss in enumerate(misses)]
    return calibrate(rule, given, came)


def test_how_far_a_result_may_lie_is_told_by_the_worst_and_best_so_far():
    assert record(-6, 1, -2).around(Decimal(50), Decimal(54)) == (Decimal(46), Decimal(53))


def test_two_results_say_nothing_of_the_next():
    assert record(-6, 1).around(Decimal(50), Decimal(54)) is None
