"""The way to a target: even steps, rounded once, and words for where a figure stands on it."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from kpis.rag import Direction, Kind, Rule
from kpis.trajectory import expected_at, steps_of, way_of
from trust.terms import TermRef


@dataclass(frozen=True)
class InTerm:
    ref: TermRef


@dataclass(frozen=True)
class Course:
    baseline: Decimal | None
    target: Decimal | None
    from_term: InTerm
    target_by: InTerm | None


FIRST = TermRef(2026, 1)


def course(baseline="92", target="94", terms=3):
    until = InTerm(FIRST.shift(terms)) if terms is not None else None
    known = [None if text is None else Decimal(text) for text in (baseline, target)]
    return Course(*known, InTerm(FIRST), until)


def rule(direction="up", unit="%"):
    return Rule(Kind.MEASURE, Direction(direction), unit, 1, target=Decimal(94))


def test_the_way_goes_in_even_steps_from_the_baseline_to_the_target():
    shown = [str(step.expected) for step in steps_of(course(), 1)]
    assert shown == ["92.0", "92.7", "93.3", "94.0"]


def test_after_the_last_term_the_target_is_expected():
    assert expected_at(course(), FIRST.shift(9), 1) == Decimal("94.0")


def test_before_the_first_term_nothing_is_expected():
    assert expected_at(course(), FIRST.previous, 1) is None


@pytest.mark.parametrize("lacking", [course(baseline=None), course(target=None), course(terms=None)])
def test_there_is_no_way_without_a_baseline_a_target_and_a_term(lacking):
    assert expected_at(lacking, FIRST, 1) is None
    assert steps_of(lacking, 1) == []


def test_a_way_of_no_length_is_at_its_target():
    assert expected_at(course(terms=0), FIRST, 1) == Decimal("94.0")


def test_a_half_is_rounded_up_once():
    assert expected_at(course("92", "92.5", terms=2), FIRST.next, 1) == Decimal("92.3")


def test_a_way_may_lead_down():
    assert expected_at(course("20", "14"), FIRST.next, 1) == Decimal("18.0")


def test_on_the_way_is_said_with_what_is_expected():
    way = way_of(Decimal("93.4"), course(), FIRST.shift(2), rule())
    assert (way.words, way.gap) == ("on the way: 93.3% expected by now", Decimal("-0.1"))


def test_as_much_as_expected_is_on_the_way():
    assert (
        way_of(Decimal("93.25"), course(), FIRST.shift(2), rule()).words
        == "on the way: 93.3% expected by now"
    )


def test_behind_the_way_is_said_in_points():
    way = way_of(Decimal("92.7"), course(), FIRST.shift(2), rule())
    assert way.words == "behind the way by 0.6 points: 93.3% expected by now"


def test_where_lower_is_better_a_higher_figure_is_behind():
    way = way_of(Decimal("19.5"), course("20", "14"), FIRST.next, rule("down", "days"))
    assert way.words == "behind the way by 1.5 days: 18.0 days expected by now"


def test_a_range_has_no_way():
    assert way_of(Decimal("92"), course(), FIRST, rule("inside")) is None


def test_nothing_is_said_before_the_way_begins():
    assert way_of(Decimal("92"), course(), FIRST.previous, rule()) is None
