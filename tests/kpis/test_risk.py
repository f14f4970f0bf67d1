"""What deserves a moderator's look, and in which order."""

from decimal import Decimal

import pytest

from kpis.rag import Kind, Mark, Rule
from kpis.risk import Risk, Submitted, concerns_of, in_words, weight_of

RULE = Rule(kind=Kind.MEASURE, unit="%", places=1, target=Decimal(95), limit=Decimal(93))


def submitted(**changes):
    wanted = {
        "kind": Kind.MEASURE,
        "mark": Mark.GREEN,
        "rule": RULE,
        "value": Decimal(96),
        "previous": Decimal(95),
        "previous_mark": Mark.GREEN,
    }
    return Submitted(**(wanted | changes))


def risks(**changes):
    return [concern.risk for concern in concerns_of(submitted(**changes))]


def test_what_is_green_and_has_hardly_moved_is_unremarkable():
    assert risks() == []


@pytest.mark.parametrize(
    ("before", "risk"),
    [
        (Mark.GREEN, Risk.NEW_RED),
        (Mark.AMBER, Risk.NEW_RED),
        (Mark.RED, Risk.STILL_RED),
        (None, Risk.STILL_RED),
    ],
)
def test_a_new_red_is_told_from_an_old_one(before, risk):
    assert risks(mark=Mark.RED, previous_mark=before) == [risk]


@pytest.mark.parametrize(
    ("value", "usual", "found"),
    [
        ("97", None, []),
        ("97.1", None, [Risk.MOVED]),
        ("92.9", None, [Risk.MOVED]),
        ("97.1", "5", []),
        ("100.1", "5", [Risk.MOVED]),
    ],
)
def test_a_move_is_big_beyond_the_usual_one_or_the_width_of_amber(value, usual, found):
    assert risks(value=Decimal(value), usual_move=None if usual is None else Decimal(usual)) == found


def test_without_limits_and_without_a_usual_move_no_move_is_big():
    assert risks(rule=Rule(kind=Kind.MEASURE), value=Decimal(1000)) == []


def test_a_heads_other_judgement_is_said_in_words():
    (concern,) = concerns_of(submitted(mark=Mark.AMBER, judged="green"))
    assert (concern.risk, concern.words) == (Risk.UNLIKE, "The head judges green; calculated is amber")


@pytest.mark.parametrize(
    ("kind", "mark", "found"),
    [
        (Kind.ASSURANCE, Mark.AMBER, [Risk.THIN]),
        (Kind.JUDGEMENT, Mark.GREEN, [Risk.THIN]),
        (Kind.JUDGEMENT, Mark.RED, [Risk.STILL_RED]),
        (Kind.MEASURE, Mark.GREEN, []),
    ],
)
def test_answers_without_evidence_are_thin(kind, mark, found):
    assert risks(kind=kind, mark=mark, previous_mark=mark, has_evidence=False) == found


def test_forecasts_that_ran_hot_and_notes_are_named():
    assert risks(ran_hot=True, has_note=True) == [Risk.HOT, Risk.UNUSUAL]


def test_reasons_are_counted_and_weighed():
    found = [
        *concerns_of(submitted(value=Decimal(99))),
        *concerns_of(submitted(value=Decimal(99))),
        *concerns_of(submitted(mark=Mark.RED)),
    ]
    assert in_words(found) == ["1 newly red", "2 big moves"]
    assert weight_of(found) == 18
