"""What numbers say of a milestone, beside what was judged."""

from decimal import Decimal

import pytest

from kpis.rag import Mark
from milestones.derived import Count, of_counts, of_kpi
from trust.terms import TermRef

AUTUMN = TermRef(2026, 1)


def count(target, reached=None, first=AUTUMN, last=AUTUMN):
    return Count(Decimal(target), "mentors", first, last, None if reached is None else Decimal(reached))


@pytest.mark.parametrize(("reached", "mark"), [
    (4, Mark.COMPLETE), (5, Mark.COMPLETE), (3, Mark.AMBER), (2, Mark.RED), (0, Mark.RED),
])  # fmt: skip
def test_a_number_due_in_one_term(reached, mark):
    assert of_counts([count(4, reached)], AUTUMN).mark is mark


def test_over_several_terms_it_is_expected_to_grow_evenly():
    over_four = count(4, 2, last=AUTUMN.shift(3))
    assert of_counts([over_four], AUTUMN.next).reason == "Green: 2 of 4 mentors reached, 2 expected by now"
    assert of_counts([over_four], AUTUMN.shift(2)).mark is Mark.RED


def test_three_quarters_of_what_was_expected_is_amber():
    over_two = count(8, 3, last=AUTUMN.next)
    assert of_counts([over_two], AUTUMN).reason == "Amber: 3 of 8 mentors reached, 4 expected by now"


def test_what_is_expected_is_rounded_for_reading_alone():
    over_three = count(4, "1.3", last=AUTUMN.shift(2))
    assert of_counts([over_three], AUTUMN).reason == "Amber: 1.3 of 4 mentors reached, 1.3 expected by now"


def test_one_that_comes_again_counts_with_those_before():
    years = [count(4, 4, AUTUMN.shift(-3), AUTUMN.shift(-3)), count(4, 1)]
    assert of_counts(years, AUTUMN).reason == "Red: 5 of 8 mentors reached, 8 expected by now"


def test_what_has_not_begun_is_not_counted():
    assert of_counts([count(4, first=AUTUMN.next, last=AUTUMN.next)], AUTUMN) is None
    assert of_counts([], AUTUMN) is None


def test_nothing_counted_is_no_rating():
    rag = of_counts([count(4)], AUTUMN)
    assert (rag.mark, rag.reason) == (Mark.NOT_REPORTED, "Not reported: none of 4 mentors counted yet")


def test_a_kpi_says_its_figure_and_its_term():
    rag = of_kpi("ATT", "93.1%", "Autumn 2026/27", [(Mark.AMBER, 1)])
    assert (rag.mark, rag.reason) == (Mark.AMBER, "Amber: ATT is 93.1% (Autumn 2026/27)")


def test_of_schools_the_worst_counts_with_how_many():
    rag = of_kpi("ATT", "", "", [(Mark.RED, 2), (Mark.GREEN, 5)])
    assert (rag.mark, rag.reason) == (Mark.RED, "Red: ATT at the schools: 2 red, 5 green")


def test_a_kpi_of_which_nothing_is_known_says_nothing():
    assert of_kpi("ATT", "", "", []) is None
