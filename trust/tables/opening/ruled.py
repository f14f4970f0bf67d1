"""A sheet whose cells may be coloured by rules, or by the style of a table: plain rules are worked out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from .cells import Book
from .looks import LaidCells, Look
from .rules import DRAWN, MOST_CHECKS, UNKNOWN, Rule, Value, coloured, in_order, ranges_of

RULES: Final = "rules"  # told of a sheet where the colour of a cell is not known
NEWER: Final = "newer"  # a rule as programs since 2010 write some of them, beside the old ones
TRUE: Final = frozenset({"1", "true"})
LONGEST_RULE: Final = 10_000  # characters of a formula or of the ranges of a rule
MOST_DIGITS: Final = 5


class RuledCells(LaidCells):
    """The cells of one sheet as `LaidCells` has them, with the colours that its rules give."""

    def __init__(
        self, book: Book, name: str, looks: Sequence[Look], by_rule: Sequence[str | None] = ()
    ) -> None:
        super().__init__(book, name, looks)
        self._by_rule = by_rule
        self._rules: list[Rule] = []
        self._block: list[Rule] = []  # the rules of the ranges that are open
        self._ranges = ""
        self._words: list[str] | None = None  # what a formula or a newer rule's ranges say
        self._kinds: dict[tuple[int, int], str] = {}
        self._ordered: list[Rule] | None = None

    def begin(self, name: str, attrs: Any) -> None:
        super().begin(name, attrs)
        if name == "conditionalFormatting":
            self._block, self._ranges = [], attrs.get("sqref", "")
        elif name == "cfRule":
            self._block.append(self._rule(attrs))
        elif name in {"formula", "sqref"} and self._block:
            self._words = []

    def characters(self, content: str) -> None:
        super().characters(content)
        if self._words is not None and sum(map(len, self._words)) < LONGEST_RULE:
            self._words.append(content)

    def end(self, name: str) -> None:
        if name == "c":
            self._kinds[self.row, self.column] = self._type
        super().end(name)
        if name == "formula" and self._words is not None and self._block:
            self._block[-1].formulas.append("".join(self._words))
            self._words = None
        elif name == "sqref" and self._words is not None:
            self._ranges, self._words = "".join(self._words), None
        elif name == "conditionalFormatting":
            self._close()

    def _rule(self, attrs: Any) -> Rule:
        """One rule; a newer one, whose ranges and style stand inside it, is not worked out."""
        kind, priority = attrs.get("type", ""), attrs.get("priority", "")
        if not self._ranges:
            return Rule(kind if kind in DRAWN else NEWER, fill=UNKNOWN)
        return Rule(
            kind=kind,
            operator=attrs.get("operator", ""),
            text=attrs.get("text"),
            priority=int(priority) if priority.isdecimal() and len(priority) <= MOST_DIGITS else 0,
            stops=attrs.get("stopIfTrue", "0") in TRUE,
            fill=self._fill_named(attrs.get("dxfId", "")),
        )

    def _fill_named(self, number: str) -> str | None:
        if not number:
            return None
        known = number.isdecimal() and len(number) <= MOST_DIGITS and int(number) < len(self._by_rule)
        return self._by_rule[int(number)] if known else UNKNOWN

    def _close(self) -> None:
        for rule in self._block:
            rule.ranges = ranges_of(self._ranges)
        self._rules += self._block
        self._block, self._words = [], None

    def fill(self, row: int, column: int, look: Look) -> str:
        value = Value(self.rows[row][column], self._kinds.get((row, column)) == "n")
        colour = coloured(self._in_order(), row, column, value, look.fill)
        if colour is None:
            self.told.add(RULES)
        return colour or ""

    def _in_order(self) -> list[Rule]:
        if self._ordered is None:
            self._ordered = in_order(self._rules)
            ranges = sum(len(rule.ranges) for rule in self._ordered)
            if ranges * sum(map(len, self.rows.values())) > MOST_CHECKS:
                self.told.add(RULES)
                self._ordered = []
        return self._ordered
