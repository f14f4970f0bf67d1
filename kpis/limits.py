"""What a band must keep to, by the kind of its KPI: which limits it has, their order, how it is tightened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from kpis.rag import Direction, Kind
from kpis.rag.rules import PERCENTAGES
from trust.numbers import ARITHMETIC, round_half_up

HUNDRED: Final = Decimal(100)
ZERO: Final = Decimal(0)

AMOUNTS: Final = (
    "baseline", "target", "stretch", "limit", "upper_target", "upper_limit", "margin", "min_response",
)  # fmt: skip
# Everything that says what is good enough; whom it is for and since when stand elsewhere.
LIMITS: Final = (*AMOUNTS, "due_on", "trust_due_on", "floor")

_LINE: Final = ("baseline", "target", "stretch", "limit")
_RANGE: Final = ("baseline", "target", "upper_target", "limit", "upper_limit")
_SHARES: Final = frozenset({Kind.PENETRATION, Kind.SURVEY})
_BANDED: Final = frozenset({Kind.MEASURE, Kind.RATIO, Kind.PENETRATION, Kind.SURVEY})
_OTHERS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.NATIONAL: ("margin",),
    Kind.DEADLINE: ("trust_due_on", "due_on"),
    Kind.ORDINAL: ("floor",),
}


def fields_of(kind: Kind, direction: Direction) -> tuple[str, ...]:
    """The limits that a band of that kind has, in the order in which they are asked; empty for some."""
    if kind not in _BANDED:
        return _OTHERS.get(kind, ())
    fields = _RANGE if direction is Direction.INSIDE else _LINE
    return (*fields, "min_response") if kind is Kind.SURVEY else fields


def has_way(kind: Kind, direction: Direction) -> bool:
    """Whether a target can be approached over several terms: a range has no one number to walk towards."""
    return kind in _BANDED and direction is not Direction.INSIDE


def problems_of(
    limits: Mapping[str, Any], kind: Kind, direction: Direction, scale: tuple[str, ...] = ()
) -> dict[str, str]:
    """What does not hold of a band, field by field and in words; empty where it is right.

    `limits` names the fields of `LIMITS`; what is None or blank is not given. Dates are those of one year.
    """
    given = {name: value for name, value in limits.items() if value not in (None, "")}
    found: dict[str, str] = {}
    for field, words in _checks(given, kind, direction, scale):
        found.setdefault(field, words)
    return found


def tightened(
    limits: Mapping[str, Any], kind: Kind, direction: Direction, step: Decimal, unit: str = ""
) -> dict[str, Decimal]:
    """The targets and limits moved by `step` (in the KPI's unit, above zero) in the good direction.

    A range narrows from both ends, a margin from national shrinks. Nothing passes zero that was not below it,
    no percentage passes 100, and a target that catches up with its stretch takes it along. Empty for others.
    """
    moved: dict[str, Decimal] = {}
    for field, sign in _moves(kind, direction).items():
        if limits.get(field) is not None:
            moved[field] = _moved(
                limits[field], sign * step, is_percentage=kind in PERCENTAGES or unit == "%"
            )
    stretch, target = limits.get("stretch"), moved.get("target")
    if stretch is not None and target is not None and _is_beyond(target, stretch, direction):
        moved["stretch"] = target
    return moved


def share_of(value: Decimal, percent: Decimal, places: int) -> Decimal:
    """So many per cent of a value's size, rounded half up to `places`, as a step to tighten by."""
    return round_half_up(ARITHMETIC.divide(abs(value) * percent, HUNDRED), places)


def _checks(
    given: Mapping[str, Any], kind: Kind, direction: Direction, scale: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    if kind in _BANDED:
        yield from _check_banded(given, kind, direction)
    elif kind is Kind.NATIONAL:
        yield from _check_margin(given)
    elif kind is Kind.DEADLINE:
        yield from _check_dates(given)
    elif kind is Kind.ORDINAL and given.get("floor") and given["floor"] not in scale:
        yield "floor", f"Choose one of the grades: {', '.join(scale)}."


def _check_banded(given: Mapping[str, Any], kind: Kind, direction: Direction) -> Iterator[tuple[str, str]]:
    if "target" not in given and "limit" not in given and "upper_target" not in given:
        yield "target", "Give a target, or at least a limit."
    for name, value in given.items():
        if name in AMOUNTS and (name == "min_response" or kind in _SHARES) and not ZERO <= value <= HUNDRED:
            yield name, "Give a percentage between 0 and 100."
    if direction is Direction.INSIDE:
        yield from _check_order(given, ("limit", "target", "upper_target", "upper_limit"), _INSIDE)
    elif direction is Direction.UP:
        yield from _check_order(given, ("limit", "target", "stretch"), _UP)
    else:
        yield from _check_order(given, ("stretch", "target", "limit"), _DOWN)


# What is wrong where the field named stands on the wrong side of the one before it.
_UP: Final = {
    "target": "Higher is better, so the target cannot be below the limit.",
    "stretch": "Higher is better, so the stretch cannot be below the target.",
}
_DOWN: Final = {
    "target": "Lower is better, so the target cannot be below the stretch.",
    "limit": "Lower is better, so the limit cannot be below the target.",
}
_INSIDE: Final = {
    "target": "The range for green begins at or above the limit for amber.",
    "upper_target": "The upper end of green cannot be below its lower end.",
    "upper_limit": "The upper limit for amber cannot be below the upper end of green.",
}


def _check_order(
    given: Mapping[str, Any], rising: tuple[str, ...], words: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Each amount is at least the one before it; those that were not given are passed over."""
    present = [name for name in rising if name in given]
    for lower, upper in pairwise(present):
        if given[upper] < given[lower]:
            yield upper, words.get(upper) or words[lower]


def _check_margin(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "margin" not in given:
        yield "margin", "Say how far from the national figure still counts as in line."
    elif given["margin"] < ZERO:
        yield "margin", "A margin is zero or more."


def _check_dates(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    statutory, own = given.get("due_on"), given.get("trust_due_on")
    if statutory is None:
        yield "due_on", "Give the date by which it must be done."
    elif own is not None and own > statutory:
        yield "trust_due_on", "The trust's own date cannot be after the statutory one."


def _moves(kind: Kind, direction: Direction) -> dict[str, int]:
    """Which way each field moves when a band is tightened."""
    if kind is Kind.NATIONAL:
        return {"margin": -1}
    if kind not in _BANDED:
        return {}
    if direction is Direction.INSIDE:
        return {"target": 1, "limit": 1, "upper_target": -1, "upper_limit": -1}
    sign = 1 if direction is Direction.UP else -1
    return {"target": sign, "limit": sign}


def _moved(value: Decimal, step: Decimal, *, is_percentage: bool) -> Decimal:
    moved = ARITHMETIC.add(value, step)
    if value >= ZERO:
        moved = max(moved, ZERO)
    return min(moved, HUNDRED) if is_percentage and value <= HUNDRED else moved


def _is_beyond(target: Decimal, stretch: Decimal, direction: Direction) -> bool:
    return target < stretch if direction is Direction.DOWN else target > stretch
