"""Whether an answer can be right: impossible is refused, unusual asks for a note, and two answers must agree.

Values are compared as they are displayed, counts exactly. The limits stand in the KPI's definition, the
agreements in `CrossCheck`; none of it is known here by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kpis.rag import Rule
from trust.numbers import round_half_up, show_number

IS_IT_RIGHT: Final = "is this right? If so, say why."
AT_MOST, EQUALS = "at-most", "equals"
# KPI's key → part of its answer ("numerator", "denominator", "value") → the amount that was given for it.
Amounts = Mapping[int, Mapping[str, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a definition says of its figures; None where it says nothing."""

    least: Decimal | None = None
    most: Decimal | None = None
    usual_low: Decimal | None = None
    usual_high: Decimal | None = None
    usual_move: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """The like-for-like figure before, and when that was ("summer 2025/26")."""

    value: Decimal
    when: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A part of one KPI's answer that is at most, or equals, a part of another's."""

    kpi: int
    part: str
    relation: str
    other: int
    other_part: str
    is_refused: bool
    words: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a figure: `refused` says why it cannot be, `unusual` what wants a note."""

    refused: str = ""
    unusual: tuple[str, ...] = ()


NOTHING_FOUND: Final = Findings()


def findings(value: Decimal | None, limits: Limits, rule: Rule, before: Before | None = None) -> Findings:
    """Hold a figure against its KPI's limits, and its move since the figure before against the usual one."""
    if value is None:
        return NOTHING_FOUND
    shown = round_half_up(value, rule.places)
    refused = _impossible(shown, limits, rule)
    if refused:
        return Findings(refused)
    return Findings(
        unusual=tuple(filter(None, (_outside(shown, limits, rule), _moved(shown, limits, rule, before))))
    )


def disagreements(agreements: Iterable[Agreement], amounts: Amounts) -> list[Agreement]:
    """The agreements that do not hold; one of which an amount is missing is held to hold."""
    return [one for one in agreements if not _holds(one, amounts)]


def _impossible(shown: Decimal, limits: Limits, rule: Rule) -> str:
    least, most = _as_shown(limits.least, rule), _as_shown(limits.most, rule)
    if least is not None and shown < least:
        return f"{_say(shown, rule)} is impossible here: it is at least {_say(least, rule)}."
    if most is not None and shown > most:
        return f"{_say(shown, rule)} is impossible here: it is at most {_say(most, rule)}."
    return ""


def _outside(shown: Decimal, limits: Limits, rule: Rule) -> str:
    low, high = _as_shown(limits.usual_low, rule), _as_shown(limits.usual_high, rule)
    if low is not None and shown < low:
        return f"{_say(shown, rule)} is below the usual {_say(low, rule)}: {IS_IT_RIGHT}"
    if high is not None and shown > high:
        return f"{_say(shown, rule)} is above the usual {_say(high, rule)}: {IS_IT_RIGHT}"
    return ""


def _moved(shown: Decimal, limits: Limits, rule: Rule, before: Before | None) -> str:
    usual = _as_shown(limits.usual_move, rule)
    if usual is None or before is None:
        return ""
    move = shown - round_half_up(before.value, rule.places)
    if abs(move) <= usual:
        return ""
    unit = "points" if rule.unit == "%" else rule.unit
    size = show_number(abs(move), rule.places, unit)
    return f"{size} {'lower' if move < 0 else 'higher'} than in {before.when}: {IS_IT_RIGHT}"


def _as_shown(limit: Decimal | None, rule: Rule) -> Decimal | None:
    return None if limit is None else round_half_up(limit, rule.places)


def _say(amount: Decimal, rule: Rule) -> str:
    return show_number(amount, rule.places, rule.unit)


def _holds(one: Agreement, amounts: Amounts) -> bool:
    mine = amounts.get(one.kpi, {}).get(one.part)
    other = amounts.get(one.other, {}).get(one.other_part)
    if mine is None or other is None:
        return True
    return mine == other if one.relation == EQUALS else mine <= other
