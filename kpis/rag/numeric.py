"""The kinds that are numbers: measure, ratio, penetration, versus national and survey; how each is rated."""

from __future__ import annotations

from decimal import Decimal

from kpis.rag.findings import COUNT_MISSING, NOBODY_ELIGIBLE, NOBODY_REPLIED, NOT_GIVEN, Finding, impossible
from kpis.rag.marks import Mark
from kpis.rag.rules import Kind, Reading, Rule
from trust.numbers import ARITHMETIC, MOST_DIGITS, round_half_up

HUNDRED = Decimal(100)
MOST = Decimal(10) ** MOST_DIGITS

# Members looked up once: an enum's lookup costs as much as the comparison that it would name.
RED, AMBER, GREEN, NOT_APPLICABLE = Mark.RED, Mark.AMBER, Mark.GREEN, Mark.NOT_APPLICABLE
NATIONAL, SURVEY = Kind.NATIONAL, Kind.SURVEY


def mark_of_value(
    value: Decimal, rule: Rule, national: Decimal | None = None, response: Decimal | None = None
) -> Mark:
    """The mark of a value that is already rounded to the rule's places, as it is displayed.

    A value on a limit has the better colour. `national`, also as displayed, is needed by kind national;
    without it, or without any target, there is nothing to rate against: not applicable. `response` is a
    survey's response rate in per cent: below the rule's least, or unknown, a survey is amber at best.
    """
    if rule.kind is NATIONAL:
        if national is None:
            return NOT_APPLICABLE
        return mark_in_zones(value - national, rule)
    mark = mark_in_zones(value, rule)
    if mark is GREEN and rule.min_response is not None and rule.kind is SURVEY:
        return GREEN if response is not None and response >= rule.min_response else AMBER
    return mark


def mark_in_zones(amount: Decimal, rule: Rule) -> Mark:
    """The one comparison behind every number, with the zones that `Rule` has worked out."""
    if not rule.is_banded:
        return NOT_APPLICABLE
    if rule.green_from <= amount <= rule.green_to:
        return GREEN
    if rule.amber_from <= amount <= rule.amber_to:
        return AMBER
    return RED


def find_measure(reading: Reading, rule: Rule) -> Finding:
    """A value given as it is, or worked out from two counts."""
    if reading.value is None:
        return find_ratio(reading, rule)
    return _found(round_half_up(reading.value, rule.places), reading, rule)


def find_ratio(reading: Reading, rule: Rule) -> Finding:
    top, bottom = reading.numerator, reading.denominator
    if top is None or bottom is None:
        return _missing_counts(reading)
    if bottom <= 0:
        return impossible(top, bottom)
    return _found(quotient(top, bottom, rule), reading, rule)


def find_penetration(reading: Reading, rule: Rule) -> Finding:
    done, eligible = reading.numerator, reading.denominator
    if done is None or eligible is None:
        return _missing_counts(reading)
    if not 0 <= done <= eligible:
        return impossible(done, eligible)
    if eligible == 0:
        return NOBODY_ELIGIBLE
    return _found(quotient(done, eligible, rule), reading, rule)


def find_survey(reading: Reading, rule: Rule) -> Finding:
    agree, replies, asked = reading.numerator, reading.denominator, reading.eligible
    if agree is None or replies is None:
        return _missing_counts(reading)
    if not 0 <= agree <= replies:
        return impossible(agree, replies)
    if asked is not None and replies > asked:
        return impossible(replies, asked)
    if replies == 0:
        return NOBODY_REPLIED
    value = quotient(agree, replies, rule)
    return mark_of_value(value, rule, response=response_rate(reading, rule)), value, ""


def response_rate(reading: Reading, rule: Rule) -> Decimal | None:
    """Replies as a percentage of the people asked, as displayed; None where either is not known."""
    if reading.denominator is None or not reading.eligible:
        return None
    return quotient(reading.denominator, reading.eligible, rule)


def quotient(top: Decimal, bottom: Decimal, rule: Rule) -> Decimal:
    """Top over bottom as displayed: per cent where the rule's unit is %, a plain quotient elsewhere.

    Raises ValueError, as rounding does, for a count that no ledger holds.
    """
    if bottom > MOST:
        raise ValueError(f"A count has at most {MOST_DIGITS} digits.")
    if rule.unit == "%":
        top = ARITHMETIC.multiply(HUNDRED, top)
    return round_half_up(ARITHMETIC.divide(top, bottom), rule.places)


def national_of(reading: Reading, rule: Rule) -> Decimal | None:
    """The national figure as displayed, so that two figures that read the same are never told apart."""
    return None if reading.national is None else round_half_up(reading.national, rule.places)


def _found(value: Decimal, reading: Reading, rule: Rule) -> Finding:
    if rule.kind is NATIONAL:
        return mark_of_value(value, rule, national_of(reading, rule)), value, ""
    return mark_of_value(value, rule), value, ""


def _missing_counts(reading: Reading) -> Finding:
    return NOT_GIVEN if reading.numerator is reading.denominator else COUNT_MISSING
