"""How figures, targets and units are said in words, the same on screen, in exports and on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpis.rag import Direction, Kind, Mark, Reading, Rule, value_of
from trust.dates import day_and_month
from trust.numbers import show_exact, show_number

# Up to so many, "9/11" says more than a percentage.
FEW = 30
SYMBOLS = ("%", "£")
LOWER = "lower is better"
DASH = "–"


def is_score(rule: Rule) -> bool:
    """Whether it is printed with a plus, as scores around zero are."""
    return not rule.unit and rule.places >= 2


def show_value(value: Decimal, rule: Rule, *, unit: bool = True) -> str:
    """A value as displayed. Without its unit, as under a heading that names it, only the £ remains."""
    shown = rule.unit if unit or rule.unit == "£" else ""
    return show_number(value, rule.places, shown, signed=is_score(rule))


def show_reading(reading: Reading, rule: Rule, mark: Mark, *, unit: bool = True) -> str:
    """What was reported, as short as a cell needs it; the mark's letters where there is nothing."""
    if reading.absent or mark is Mark.SMALL_GROUP:
        return mark.letter
    if rule.kind is Kind.PENETRATION and (counts := _few(reading)):
        return counts
    if rule.kind is Kind.DEADLINE:
        return _short_day(reading.done_on) if reading.done_on else "not done"
    if rule.kind in (Kind.ORDINAL, Kind.ASSURANCE):
        return reading.choice or mark.letter
    if rule.kind is Kind.JUDGEMENT:
        return mark.word.lower()
    value = value_of(reading, rule)
    return mark.letter if value is None else show_value(value, rule, unit=unit)


def show_target(rule: Rule) -> str:
    """What is hoped for, in a few characters: "min 95.0", "max 80", "all", "by 31 Dec"."""
    if rule.kind is Kind.PENETRATION and rule.target == 100:
        return "all"
    if rule.kind is Kind.DEADLINE:
        due = rule.trust_due_on or rule.due_on
        return f"by {_short_day(due)}" if due else DASH
    if rule.kind in (Kind.ASSURANCE, Kind.JUDGEMENT):
        return "yes" if rule.kind is Kind.ASSURANCE else DASH
    if rule.kind is Kind.ORDINAL:
        return f"min {rule.floor}" if rule.floor else "hold or rise"
    if rule.kind is Kind.NATIONAL:
        return "national"
    if not rule.is_banded:
        return DASH
    return _range(rule)


def target_words(rule: Rule) -> str:
    """The whole band in one sentence, for the page that explains it."""
    if rule.kind is Kind.NATIONAL:
        margin = f", worse by at most {show_exact(rule.margin, rule.unit)} is amber" if rule.margin else ""
        return f"Green at the national figure or better{margin}."
    if rule.kind is Kind.DEADLINE:
        return _deadline_words(rule)
    if rule.kind is Kind.ORDINAL:
        floor = f" and stands at {rule.floor} or above" if rule.floor else ""
        return f"Green when the grade holds or rises{floor}; red when it falls."
    if rule.kind is Kind.ASSURANCE:
        return "Green for yes with evidence, amber for partly or without evidence, red for no."
    if rule.kind is Kind.JUDGEMENT:
        return "A person's judgement, given with its reason."
    if not rule.is_banded:
        return "No target has been agreed."
    return _band_words(rule)


def direction_words(rule: Rule) -> str:
    """ "lower is better", or nothing where it need not be said."""
    if rule.kind in (Kind.DEADLINE, Kind.ORDINAL, Kind.ASSURANCE, Kind.JUDGEMENT):
        return ""
    return {Direction.DOWN: LOWER, Direction.INSIDE: "inside a range is better"}.get(rule.direction, "")


def unit_words(unit: str) -> str:
    """A unit as a heading says it."""
    return {"%": "per cent", "£": "pounds"}.get(unit, unit)


def reference(school: str | None, code: str, term: str, version: int = 1) -> str:
    """How a figure is referred to on paper: OAK-ATT-2026-27-1, with its version after a correction."""
    return f"{(school or 'trust').upper()}-{code}-{term}{f'-v{version}' if version > 1 else ''}"


def _few(reading: Reading) -> str:
    top, bottom = reading.numerator, reading.denominator
    if top is None or bottom is None or not 0 < bottom <= FEW:
        return ""
    return f"{show_exact(top)}/{show_exact(bottom)}"


def _range(rule: Rule) -> str:
    low, high = rule.green_from, rule.green_to
    if rule.direction is Direction.DOWN:
        return f"max {show_value(high, rule, unit=False)}"
    if rule.direction is Direction.UP:
        return f"min {show_value(low, rule, unit=False)}"
    ends = [show_value(end, rule, unit=False) for end in (low, high) if end.is_finite()]
    return " to ".join(ends)


def _band_words(rule: Rule) -> str:
    low, high = rule.green_from, rule.green_to
    if rule.direction is Direction.DOWN:
        green, amber = f"at most {_shown(high, rule)}", rule.amber_to
        beyond = f"above {_shown(amber, rule)}"
    elif rule.direction is Direction.UP:
        green, amber = f"at least {_shown(low, rule)}", rule.amber_from
        beyond = f"below {_shown(amber, rule)}"
    else:
        green = f"from {_shown(low, rule)} to {_shown(high, rule)}"
        beyond = f"below {_shown(rule.amber_from, rule)} or above {_shown(rule.amber_to, rule)}"
    replies = (
        f" At least {show_exact(rule.min_response, '%')} must have replied." if rule.min_response else ""
    )
    stretch = f" The hope is {show_value(rule.stretch, rule)}." if rule.stretch is not None else ""
    return f"Green {green}, red {beyond}.{stretch}{replies}"


def _shown(value: Decimal, rule: Rule) -> str:
    return show_value(value, rule) if value.is_finite() else "any figure"


def _deadline_words(rule: Rule) -> str:
    if rule.due_on is None and rule.trust_due_on is None:
        return "No date has been set."
    if rule.due_on and rule.trust_due_on and rule.due_on != rule.trust_due_on:
        return (
            f"Green by the trust's date of {_long_day(rule.trust_due_on)}, "
            f"red after the statutory date of {_long_day(rule.due_on)}."
        )
    return f"Due by {_long_day(rule.due_on or rule.trust_due_on)}."


def _short_day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _long_day(day: date | None) -> str:
    return f"{day_and_month(day)} {day.year}" if day else DASH
