"""The colours that a workbook makes by rules (conditional formatting), where a rule is a plain one.

A rule that compares a cell with a word or a number given in it is worked out as spreadsheets do (ECMA-376,
18.3.1.10). What needs a formula, another cell or the whole column is not: the colour is then not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from .values import column_numbered

REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
WORDS: Final = re.compile(r'=?"((?:[^"]|"")*)"')
WILD: Final = frozenset("?*~")
MOST_CHECKS: Final = 400_000  # cells times ranges; a matrix has some thousands
UNKNOWN: Final = "unknown"  # a fill that a style says in a way not known here
DRAWN: Final = frozenset({"dataBar", "iconSet"})  # put a bar or a sign into the cell, and leave its colour
Range = tuple[int, int, int, int]  # top, left, bottom, right


@dataclass(frozen=True)
class Value:
    """What a cell holds: its text as read, and whether it is a number or a day."""

    text: str
    is_number: bool

    @property
    def number(self) -> Decimal | None:
        number = _decimal(self.text.removesuffix("%"))
        return number / 100 if number is not None and self.text.endswith("%") else number


@dataclass
class Rule:
    """One rule; `fill` is what its style says of the colour, None for nothing and '' for no colour."""

    kind: str
    operator: str = ""
    text: str | None = None
    priority: int = 0
    stops: bool = False
    fill: str | None = None
    formulas: list[str] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)

    @property
    def matters(self) -> bool:
        return self.kind not in DRAWN and (self.fill is not None or self.stops or self.kind == "colorScale")

    def covers(self, row: int, column: int) -> bool:
        return any(top <= row <= low and left <= column <= right for top, left, low, right in self.ranges)

    def holds(self, value: Value) -> bool | None:
        """Whether it is so of a cell; None where that cannot be told from the rule and the cell alone."""
        if self.kind == "cellIs":
            return _compared(self.operator, self.formulas, value)
        if self.kind in ABOUT_TEXT:
            return _about_text(self, value)
        if self.kind in {"containsBlanks", "notContainsBlanks"}:
            return bool(value.text.strip()) is (self.kind == "notContainsBlanks")
        return None


def coloured(rules: Sequence[Rule], row: int, column: int, value: Value, fill: str) -> str | None:
    """The colour of a cell whose own is `fill`, by the first rule that holds; None where it is not known."""
    for rule in rules:
        if not rule.covers(row, column):
            continue
        holds = rule.holds(value)
        if holds is None or (holds and rule.fill == UNKNOWN):
            return None
        if holds and rule.fill is not None:
            return rule.fill
        if holds and rule.stops:
            return fill
    return fill


def in_order(rules: Sequence[Rule]) -> list[Rule]:
    """Those that may colour a cell, the first to count first."""
    return sorted((rule for rule in rules if rule.matters), key=lambda rule: rule.priority)


def ranges_of(said: str) -> list[Range]:
    """The ranges of 'B2:D9 F3'."""
    return [found for each in said.split() if (found := _range(each))]


def _range(said: str) -> Range | None:
    ends = [REFERENCE.fullmatch(each) for each in said.split(":")]
    if not ends or None in ends:
        return None
    places = [(int(end[2]), column_numbered(end[1])) for end in ends if end]
    (top, left), (low, right) = places[0], places[-1]
    return top, left, low, right


def _compared(operator: str, formulas: Sequence[str], value: Value) -> bool | None:
    """The cell against one word or number, or two numbers. A text is greater than every number."""
    if words := WORDS.fullmatch(formulas[0] if formulas else ""):
        if operator not in {"equal", "notEqual"}:
            return None
        same = not value.is_number and value.text.lower() == words[1].replace('""', '"').lower()
        return same is (operator == "equal")
    limits = [_decimal(each) for each in formulas]
    first = limits[0] if limits else None
    compare = COMPARED.get(operator)
    if first is None or limits[-1] is None or compare is None:
        return None
    if not value.is_number:
        return operator in {"notEqual", "notBetween", "greaterThan", "greaterThanOrEqual"}
    number = value.number
    return None if number is None else compare(number, first, limits[-1])


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _about_text(rule: Rule, value: Value) -> bool | None:
    words = rule.text
    if not words or value.is_number or WILD & set(words):
        return None
    quoted = words.replace('"', '""').lower()
    if rule.formulas and f'"{quoted}"' not in rule.formulas[0].lower():
        return None  # the formula counts, and it looks for something else
    return ABOUT_TEXT[rule.kind](value.text.lower(), words.lower())


ABOUT_TEXT: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "containsText": lambda text, words: words in text,
    "notContainsText": lambda text, words: words not in text,
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
}
COMPARED: Final[Mapping[str, Callable[[Decimal, Decimal, Decimal], bool]]] = {
    "equal": lambda number, one, two: number == one,
    "notEqual": lambda number, one, two: number != one,
    "lessThan": lambda number, one, two: number < one,
    "lessThanOrEqual": lambda number, one, two: number <= one,
    "greaterThan": lambda number, one, two: number > one,
    "greaterThanOrEqual": lambda number, one, two: number >= one,
    "between": lambda number, one, two: min(one, two) <= number <= max(one, two),
    "notBetween": lambda number, one, two: not min(one, two) <= number <= max(one, two),
}
