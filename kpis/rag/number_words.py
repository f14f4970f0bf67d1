"""The reasons, in words, for the marks of numbers; each is told the mark and never compares again."""

from __future__ import annotations

from decimal import Decimal

from kpis.rag.marks import Mark
from kpis.rag.numeric import mark_in_zones, national_of, response_rate
from kpis.rag.rules import ENDLESS, ZERO, Direction, Kind, Reading, Rule
from trust.numbers import ARITHMETIC, show_exact, show_number

SYMBOLS = ("%", "£")


def say_number(mark: Mark, value: Decimal | None, reading: Reading, rule: Rule) -> str:
    """Why a measure, ratio, penetration or survey has its mark."""
    value = value or ZERO
    subject = _subject(value, reading, rule)
    if mark is Mark.NOT_APPLICABLE:
        return f"no target has been agreed, so {subject} is not rated"
    # The words follow the value's own zone; a survey marked lower than that was held back by its replies.
    own_mark = mark_in_zones(value, rule)
    words = (
        _say_met(subject, value, rule)
        if own_mark is Mark.GREEN
        else _say_missed(subject, own_mark, value, rule)
    )
    return words if own_mark is mark else f"{words}, but {_say_response(reading, rule)}"


def say_national(mark: Mark, value: Decimal | None, reading: Reading, rule: Rule) -> str:
    """Why a figure set against the national one has its mark."""
    value = value or ZERO
    shown = show_number(value, rule.places, rule.unit)
    national = national_of(reading, rule)
    if national is None:
        return f"there is no national figure to compare {shown} with"
    if value == national:
        return f"{shown} is the same as the national figure"
    difference = _difference(value - national, rule)
    if rule.direction is Direction.INSIDE:
        side = "away from"
    else:
        side = "better than" if mark is Mark.GREEN else "worse than"
    words = f"{shown} is {difference} {side} the national {show_number(national, rule.places, rule.unit)}"
    return words + _say_slack(mark, rule.margin or ZERO, "margin", rule)


def _subject(value: Decimal, reading: Reading, rule: Rule) -> str:
    shown = show_number(value, rule.places, rule.unit)
    if rule.kind is Kind.SURVEY:
        return f"{shown} agreement"
    if rule.kind is Kind.PENETRATION and reading.numerator is not None and reading.denominator is not None:
        return f"{show_exact(reading.numerator)} of {show_exact(reading.denominator)} ({shown})"
    return shown


def _say_met(subject: str, value: Decimal, rule: Rule) -> str:
    if rule.direction is Direction.INSIDE:
        return f"{subject} is inside the {_range(rule)}"
    if rule.kind is Kind.RATIO and rule.direction is Direction.DOWN:
        return f"{subject} is within the {_bound(rule.green_to, 'cap', rule)}"
    end = rule.green_to if rule.direction is Direction.DOWN else rule.green_from
    return f"{subject} meets the {_bound(end, _noun(rule), rule)}{_say_stretch(value, rule)}"


def _say_stretch(value: Decimal, rule: Rule) -> str:
    if rule.stretch is None:
        return ""
    is_reached = value <= rule.stretch if rule.direction is Direction.DOWN else value >= rule.stretch
    return f" and the {_bound(rule.stretch, 'stretch', rule)}" if is_reached else ""


def _say_missed(subject: str, mark: Mark, value: Decimal, rule: Rule) -> str:
    is_below = value < rule.green_from
    end = rule.green_from if is_below else rule.green_to
    tolerance = end - rule.amber_from if is_below else rule.amber_to - end
    if rule.direction is Direction.INSIDE:
        place = f"{'below' if is_below else 'above'} the {_range(rule)}"
    else:
        place = f"{'below' if is_below else 'over'} the {_bound(end, _noun(rule), rule)}"
    words = f"{subject} is {place} by {_difference(value - end, rule)}"
    return words + _say_slack(mark, tolerance, "tolerance", rule)


def _say_slack(mark: Mark, slack: Decimal, noun: str, rule: Rule) -> str:
    """The tolerance or margin that made amber of a miss, or that red goes beyond; green has no need of it."""
    if mark is Mark.GREEN or slack <= 0:
        return ""
    named = f"{show_exact(slack)}-point {noun}" if rule.unit == "%" else _bound(slack, noun, rule)
    lead = "in line, within" if noun == "margin" else "within"
    return f", {lead if mark is Mark.AMBER else 'more than'} the {named}"


def _say_response(reading: Reading, rule: Rule) -> str:
    response = response_rate(reading, rule)
    needed = show_exact(rule.min_response or ZERO, "%")
    if response is None:
        return f"the response rate is not known and at least {needed} is needed for green"
    return f"only {show_number(response, rule.places, '%')} replied and at least {needed} is needed for green"


def _noun(rule: Rule) -> str:
    if rule.kind is not Kind.RATIO:
        return "target"
    return "cap" if rule.direction is Direction.DOWN else "floor"


def _bound(amount: Decimal, noun: str, rule: Rule) -> str:
    """'80% cap' and '£500 target', but 'target of 3 days'."""
    shown = show_exact(amount, rule.unit)
    return f"{shown} {noun}" if rule.unit in SYMBOLS else f"{noun} of {shown}"


def _range(rule: Rule) -> str:
    if rule.green_to == ENDLESS:
        return f"range from {show_exact(rule.green_from, rule.unit)} up"
    if rule.green_from == -ENDLESS:
        return f"range up to {show_exact(rule.green_to, rule.unit)}"
    return f"range {show_exact(rule.green_from, rule.unit)} to {show_exact(rule.green_to, rule.unit)}"


def _difference(amount: Decimal, rule: Rule) -> str:
    """'1.2 points' between percentages, elsewhere the amount in the rule's unit."""
    return show_exact(ARITHMETIC.abs(amount), "points" if rule.unit == "%" else rule.unit)
