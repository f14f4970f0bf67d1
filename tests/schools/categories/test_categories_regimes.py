"""What "retain or improve" says: within one regime, never between two."""

from datetime import date

import pytest

from schools.categories.regimes import AREAS, GRADES, Course, Graded, compare, retained_or_improved
from schools.models import Regime


def graded(year, regime, **fields):
    grades = fields.pop("grades")
    return Graded(date(year, 3, 1), regime, grades, **fields)


OVERALL, CARD = Regime.OVERALL, Regime.REPORT_CARD


@pytest.mark.parametrize(
    ("before", "after", "course"),
    [
        ("Good", "Good", Course.RETAINED),
        ("Good", "Outstanding", Course.IMPROVED),
        ("Good", "Requires improvement", Course.FELL),
        ("", "Good", Course.BASELINE),
        ("Strong standard", "Good", Course.BASELINE),
    ],
)
def test_a_grade_is_held_against_the_one_before_it(before, after, course):
    said = [graded(2018, OVERALL, grades={"Overall effectiveness": before})] if before else []
    said.append(graded(2023, OVERALL, grades={"Overall effectiveness": after}))

    (found,) = compare(said)

    assert found.course == course


def test_a_new_regime_sets_a_baseline_and_is_held_against_nothing():
    said = [
        graded(2023, OVERALL, grades={"Overall effectiveness": "Good"}),
        graded(2026, CARD, grades={"Inclusion": "Needs attention"}),
    ]

    assert [each.course for each in compare(said)] == [Course.BASELINE]
    assert retained_or_improved(said) is None


def test_a_predecessors_grade_is_not_the_schools_to_retain():
    said = [
        graded(2018, OVERALL, grades={"Overall effectiveness": "Good"}, of_predecessor=True),
        graded(2023, OVERALL, grades={"Overall effectiveness": "Inadequate"}),
    ]

    assert retained_or_improved(said) is None


def test_one_area_that_fell_is_a_fall():
    said = [
        graded(2026, CARD, grades={"Inclusion": "Strong standard", "Achievement": "Expected standard"}),
        graded(2029, CARD, grades={"Inclusion": "Expected standard", "Achievement": "Exceptional"}),
    ]

    assert retained_or_improved(said) is False
    assert {each.area: each.course for each in compare(said)} == {
        "Inclusion": Course.FELL,
        "Achievement": Course.IMPROVED,
    }


def test_nothing_inspected_is_nothing_to_say():
    assert compare([]) == []
    assert retained_or_improved([]) is None


@pytest.mark.parametrize("regime", Regime)
def test_every_regime_has_areas_and_grades(regime):
    assert len(set(AREAS[regime])) == len(AREAS[regime]) > 0
    assert len(set(GRADES[regime])) in (4, 5)
