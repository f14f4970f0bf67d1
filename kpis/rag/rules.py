"""What a rating is made from: the rule that was agreed, and the reading that was reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kpis.rag.marks import Mark

ENDLESS = Decimal("Infinity")
ZERO = Decimal(0)


class Kind(StrEnum):
    """The nine kinds of KPI."""

    MEASURE = "measure"
    RATIO = "ratio"
    PENETRATION = "penetration"
    DEADLINE = "deadline"
    NATIONAL = "national"
    ORDINAL = "ordinal"
    ASSURANCE = "assurance"
    SURVEY = "survey"
    JUDGEMENT = "judgement"


class Direction(StrEnum):
    """Where good lies: higher, lower, or inside a range."""

    UP = "up"
    DOWN = "down"
    INSIDE = "inside"


PERCENTAGES = frozenset({Kind.RATIO, Kind.PENETRATION, Kind.SURVEY})
# The kinds that are numbers about a group of people.
COUNTED = frozenset({Kind.MEASURE, Kind.RATIO, Kind.PENETRATION, Kind.NATIONAL, Kind.SURVEY})


class Reading(NamedTuple):
    """What was reported for one KPI, school and period. Everything not reported stays None.

    Counts and values are in the KPI's unit, percentages as 85 for 85%. `eligible` is the number of people a
    survey was sent to. `absent` is one of the five grey marks and wins over everything else; blank is none.
    `today` is the London date, needed only by deadlines.
    """

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    eligible: Decimal | None = None
    choice: str | None = None
    done_on: date | None = None
    text: str = ""
    has_evidence: bool = False
    absent: Mark | None = None
    national: Decimal | None = None
    previous_choice: str | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How one KPI is rated for one school from one term on; only what its kind needs is given.

    Build it once per band and keep it: it works out its zones, which costs more than a rating does.

    `target` is where green ends, `limit` where amber ends; inside a range they are its lower ends and
    `upper_target` and `upper_limit` its upper ends. Without a limit nothing is amber; with a limit alone,
    the limit is the target. `margin` is how much worse than national is still "in line". `min_response` is
    the response rate, in per cent, below which a survey is amber at best. `scale` runs from the worst choice
    to the best, `floor` is the least choice that is green. Of `group_of` (pupils, staff, replies), groups
    below `small_below` are not shown, and those below `mark_below` are marked (`kpis.rag.groups`).
    """

    kind: Kind
    direction: Direction = Direction.UP
    unit: str = ""
    places: int = 0
    target: Decimal | None = None
    limit: Decimal | None = None
    stretch: Decimal | None = None
    upper_target: Decimal | None = None
    upper_limit: Decimal | None = None
    margin: Decimal | None = None
    min_response: Decimal | None = None
    due_on: date | None = None
    trust_due_on: date | None = None
    scale: tuple[str, ...] = ()
    floor: str | None = None
    small_below: int | None = None
    mark_below: int | None = None
    group_of: str = "pupils"

    # The two zones as intervals, worked out once, so that every direction is compared by the same two lines.
    green_from: Decimal = field(init=False, repr=False, compare=False)
    green_to: Decimal = field(init=False, repr=False, compare=False)
    amber_from: Decimal = field(init=False, repr=False, compare=False)
    amber_to: Decimal = field(init=False, repr=False, compare=False)
    is_banded: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Database rows bring plain strings; a percentage is one whatever unit its row was given.
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "direction", Direction(self.direction))
        object.__setattr__(self, "unit", "%" if self.kind in PERCENTAGES else self.unit.strip())
        green_from, green_to, amber_from, amber_to = _zones(self)
        object.__setattr__(self, "green_from", green_from)
        object.__setattr__(self, "green_to", green_to)
        object.__setattr__(self, "amber_from", amber_from)
        object.__setattr__(self, "amber_to", amber_to)
        object.__setattr__(self, "is_banded", green_from != -ENDLESS or green_to != ENDLESS)


def _zones(rule: Rule) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Green from, green to, amber from, amber to; open ends are infinite.

    Against a national figure the zones are those of the difference from it.
    """
    low, low_limit, high, high_limit = rule.target, rule.limit, rule.upper_target, rule.upper_limit
    if rule.kind is Kind.NATIONAL:
        margin = rule.margin or ZERO
        low, low_limit, high, high_limit = ZERO, -margin, ZERO, margin
    elif rule.direction is Direction.DOWN:
        high, high_limit = low, low_limit
    green_from, amber_from = -ENDLESS, -ENDLESS
    green_to, amber_to = ENDLESS, ENDLESS
    if rule.direction is not Direction.DOWN:
        green_from = _first(low, low_limit, -ENDLESS)
        amber_from = _first(low_limit, low, -ENDLESS)
    if rule.direction is not Direction.UP:
        green_to = _first(high, high_limit, ENDLESS)
        amber_to = _first(high_limit, high, ENDLESS)
    return green_from, green_to, amber_from, amber_to


def _first(*ends: Decimal | None) -> Decimal:
    return next(end for end in ends if end is not None)
