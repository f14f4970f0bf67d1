"""What a definition must keep to, by the kind of its KPI: its fields, and what cannot hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from kpis.rag import Direction, Kind
from kpis.rag.rules import COUNTED, PERCENTAGES

MOST_PLACES: Final = 4
LONGEST_GRADE: Final = 60
FEWEST_GRADES: Final = 2
LATEST_LAG: Final = 3
EVERY_TERM: Final = (1, 2, 3)
HUNDRED: Final = Decimal(100)
SHARES: Final = frozenset({Kind.PENETRATION, Kind.SURVEY})

# What every definition has, whatever its kind.
WORDS: Final = ("title", "meaning", "guidance", "contributor")
TIMES: Final = ("reported_in", "phases", "period_lag", "speaks_of_year")
LIMITS: Final = ("least", "most", "usual_low", "usual_high", "usual_move")
COUNTS: Final = ("numerator_label", "denominator_label")
NUMBERS: Final = ("unit", "places", "direction", *COUNTS, "is_cumulative", "forecasts")
GROUPS: Final = ("small_groups", "group_of")
FIELDS: Final = (*WORDS, *NUMBERS, "scale", *TIMES, *LIMITS, "offers_no_change", *GROUPS)

# What a field holds where its kind, or its keeper, says nothing.
DEFAULTS: Final[dict[str, Any]] = {
    "guidance": "", "contributor": "", "unit": "", "places": 1, "direction": Direction.UP.value,
    "numerator_label": "", "denominator_label": "", "is_cumulative": False, "forecasts": False, "scale": [],
    "reported_in": list(EVERY_TERM), "phases": [], "period_lag": 0, "speaks_of_year": False,
    "offers_no_change": False, "small_groups": False, "group_of": "pupils", **dict.fromkeys(LIMITS),
}  # fmt: skip

DIRECTIONS_OF: Final[dict[Kind, tuple[Direction, ...]]] = {
    Kind.MEASURE: (Direction.UP, Direction.DOWN, Direction.INSIDE),
    Kind.RATIO: (Direction.DOWN, Direction.UP, Direction.INSIDE),
    Kind.PENETRATION: (Direction.UP, Direction.DOWN),
    Kind.NATIONAL: (Direction.UP, Direction.DOWN),
    Kind.SURVEY: (Direction.UP, Direction.DOWN),
}


def is_number(kind: str) -> bool:
    """Whether its figures are numbers, so that they have a unit, places, limits and a direction."""
    return Kind(kind) in COUNTED


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a definition that a KPI of that kind has, in the order in which they are asked."""
    found = Kind(kind)
    if found in COUNTED:
        # A share is a percentage already, and a share of those eligible lies between 0 and 100 by itself.
        unwanted = {"scale"} | ({"unit"} if found in PERCENTAGES else set())
        unwanted |= {"least", "most"} if found in SHARES else set()
        return tuple(name for name in FIELDS if name not in unwanted)
    shared = (*WORDS, *TIMES, "offers_no_change")
    return (*shared, "scale") if found is Kind.ORDINAL else shared


def parts_of(kind: str, denominator_label: str) -> tuple[str, ...]:
    """The parts of an answer that can be held against another's: its counts and the figure itself."""
    if not is_number(kind):
        return ()
    has_counts = Kind(kind) in PERCENTAGES or bool(denominator_label)
    return ("value", "numerator", "denominator") if has_counts else ("value",)


def settled(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of a definition: those given that the kind has, else what holds without them."""
    own = set(fields_of(kind))
    chosen = {name: given[name] for name in FIELDS if name in given and name in own}
    whole = DEFAULTS | chosen
    whole["reported_in"] = sorted(set(whole["reported_in"]))
    return whole


def problems_of(kind: str, given: Mapping[str, Any]) -> dict[str, str]:
    """What does not hold of a definition, field by field and in words; empty where it is right.

    `given` is a whole definition, as `settled` returns it.
    """
    found: dict[str, str] = {}
    for field, words in _problems(Kind(kind), given):
        found.setdefault(field, words)
    return found


def _problems(kind: Kind, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("title", "meaning"):
        if not str(given.get(name, "")).strip():
            yield name, "Give the KPI a title." if name == "title" else "Say what is counted, in plain words."
    if not given["reported_in"] or not set(given["reported_in"]) <= set(EVERY_TERM):
        yield "reported_in", "Choose at least one term in which it is asked."
    if not 0 <= given["period_lag"] <= LATEST_LAG:
        yield "period_lag", f"Choose at most {LATEST_LAG} terms back."
    if kind is Kind.ORDINAL:
        yield from _problems_of_scale(given["scale"])
    if kind in COUNTED:
        yield from _problems_of_counts(kind, given)
        yield from _problems_of_limits(given)


def _problems_of_scale(scale: list[str]) -> Iterator[tuple[str, str]]:
    grades = [grade.strip() for grade in scale]
    if len(grades) < FEWEST_GRADES:
        yield "scale", "Give at least two grades, the worst first, one on each line."
    if len({grade.casefold() for grade in grades}) < len(grades):
        yield "scale", "Each grade stands once."
    if any(not 0 < len(grade) <= LONGEST_GRADE for grade in grades):
        yield "scale", f"Use at most {LONGEST_GRADE} characters for a grade."


def _problems_of_counts(kind: Kind, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    top, bottom = given["numerator_label"], given["denominator_label"]
    if kind in PERCENTAGES and not (top and bottom):
        yield ("denominator_label" if top else "numerator_label"), "Say what is counted here."
    elif bool(top) != bool(bottom):
        missing = "denominator_label" if top else "numerator_label"
        yield missing, "Name both counts, or neither where the figure itself is typed."
    if not 0 <= given["places"] <= MOST_PLACES:
        yield "places", f"Choose 0 to {MOST_PLACES} decimal places."
    if Direction(given["direction"]) not in DIRECTIONS_OF[kind]:
        yield "direction", "Choose whether higher or lower is better."
    if given["small_groups"] and not bottom:
        yield "small_groups", "Name both counts: without them nobody can tell how small a group is."


def _problems_of_limits(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    least, most = given["least"], given["most"]
    low, high, move = given["usual_low"], given["usual_high"], given["usual_move"]
    if least is not None and most is not None and most < least:
        yield "most", "The most that is possible cannot be less than the least."
    if low is not None and high is not None and high < low:
        yield "usual_high", "The upper end of the usual cannot be below its lower end."
    for name, usual in (("usual_low", low), ("usual_high", high)):
        if usual is not None and least is not None and usual < least:
            yield name, "This is impossible already: it is below the least that is possible."
        if usual is not None and most is not None and usual > most:
            yield name, "This is impossible already: it is above the most that is possible."
    if move is not None and move <= 0:
        yield "usual_move", "Enter a number above 0."
