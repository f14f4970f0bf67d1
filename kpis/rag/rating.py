"""The door of the rule: a reading is compared once, and mark and words both come from what was found."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kpis.rag.choices import (
    find_assurance,
    find_judgement,
    find_ordinal,
    say_assurance,
    say_judgement,
    say_ordinal,
)
from kpis.rag.dates import find_deadline, say_deadline
from kpis.rag.findings import ABSENCES, NOT_GIVEN, UNREADABLE, Finding, small_group
from kpis.rag.marks import Mark, Rag
from kpis.rag.number_words import say_national, say_number
from kpis.rag.numeric import find_measure, find_penetration, find_ratio, find_survey
from kpis.rag.rules import Kind, Reading, Rule


def rate(reading: Reading, rule: Rule) -> Rag:
    """The rating of a reading with its reason in words. Never raises, whatever was reported."""
    mark, value, gap = _find(reading, rule)
    return Rag.of(mark, gap or SAY[rule.kind](mark, value, reading, rule))


def mark_of(reading: Reading, rule: Rule) -> Mark:
    """The mark that `rate` gives, without the cost of its words."""
    return _find(reading, rule)[0]


def value_of(reading: Reading, rule: Rule) -> Decimal | None:
    """The number as displayed, rounded half up to the rule's places: in the rule's unit, percentages as 85.

    None for kinds that are not numbers, and wherever there is no number to show, small groups among them.
    """
    return _find(reading, rule)[1]


def _find(reading: Reading, rule: Rule) -> Finding:
    if reading.absent:
        return ABSENCES.get(reading.absent, NOT_GIVEN)
    try:
        if rule.small_below is not None and (small := small_group(reading, rule)):
            return small
        return FIND[rule.kind](reading, rule)
    except (ArithmeticError, ValueError):
        # NaN, infinities and numbers beyond any ledger: decimals raise when they are compared or rounded.
        return UNREADABLE


FIND: dict[Kind, Callable[[Reading, Rule], Finding]] = {
    Kind.MEASURE: find_measure,
    Kind.RATIO: find_ratio,
    Kind.PENETRATION: find_penetration,
    Kind.DEADLINE: find_deadline,
    Kind.NATIONAL: find_measure,
    Kind.ORDINAL: find_ordinal,
    Kind.ASSURANCE: find_assurance,
    Kind.SURVEY: find_survey,
    Kind.JUDGEMENT: find_judgement,
}

SAY: dict[Kind, Callable[[Mark, Decimal | None, Reading, Rule], str]] = {
    Kind.MEASURE: say_number,
    Kind.RATIO: say_number,
    Kind.PENETRATION: say_number,
    Kind.DEADLINE: say_deadline,
    Kind.NATIONAL: say_national,
    Kind.ORDINAL: say_ordinal,
    Kind.ASSURANCE: say_assurance,
    Kind.SURVEY: say_number,
    Kind.JUDGEMENT: say_judgement,
}
