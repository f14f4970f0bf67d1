"""What one KPI of the starter library holds, and one of its checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from kpis.rag import Direction, Kind

UP, DOWN, INSIDE = Direction.UP.value, Direction.DOWN.value, Direction.INSIDE.value
AUTUMN, SPRING, SUMMER = 1, 2, 3
PRIMARY: Final = ["primary", "all-through"]
SECONDARY: Final = ["secondary", "all-through"]
SPECIAL: Final = ["special"]
# Results of the summer before, asked in the autumn: figures of a whole year.
LAST_SUMMER: Final[dict[str, Any]] = {"reported_in": [AUTUMN], "period_lag": 1, "speaks_of_year": True}


class Starter(NamedTuple):
    """One KPI to choose; `more` names further fields of its definition."""

    code: str
    area: str
    kind: Kind
    title: str
    meaning: str
    guidance: str
    more: dict[str, Any]
    is_headline: bool = False
    scope: str = "school"
    stays_inside: bool = False

    @property
    def definition(self) -> dict[str, Any]:
        """Every field of its definition that it gives."""
        words = {"title": self.title, "meaning": self.meaning, "guidance": self.guidance}
        return words | self.more


class StarterCheck(NamedTuple):
    """A part of one KPI's answer that must agree with a part of another's, and the words where not."""

    code: str
    part: str
    relation: str
    other: str
    other_part: str
    is_refused: bool
    words: str


def counts(first: str, second: str) -> dict[str, Any]:
    """The two counts that a figure is worked out from."""
    return {"numerator_label": first, "denominator_label": second}


def pupils(first: str, second: str) -> dict[str, Any]:
    """Two counts of pupils in a group that can be small enough to name one."""
    return counts(first, second) | {"small_groups": True, "group_of": "pupils"}


def possible(least: str, most: str) -> dict[str, Any]:
    """What is impossible lies outside."""
    return {"least": Decimal(least), "most": Decimal(most)}


def usual(low: str, high: str, move: str = "") -> dict[str, Any]:
    """What wants a note lies outside, or has moved by more since the figure before."""
    ends = {"usual_low": Decimal(low), "usual_high": Decimal(high)}
    return ends | ({"usual_move": Decimal(move)} if move else {})
