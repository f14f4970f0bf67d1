"""Small groups: for whom a figure of few people is hidden or marked, and what must be hidden beside it.

Pure, and the only place that knows: pages, files, packs and charts all ask here (docs/adr, "Small groups").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from kpis.rag.rules import COUNTED, ZERO, Kind, Reading, Rule
from trust.numbers import ARITHMETIC, round_half_up, show_exact, show_number

PUPILS: Final = "pupils"
STAFF: Final = "staff"
REPLIES: Final = "replies"
ONE: Final = {PUPILS: "pupil", STAFF: "member of staff", REPLIES: "reply"}
MANY: Final = {PUPILS: "pupils", STAFF: "members of staff", REPLIES: "replies"}
HUNDRED: Final = Decimal(100)
# With one school hidden, the trust's sum less the schools that are shown would be its figure.
FEWEST_HIDDEN: Final = 2

# One school's numerator and denominator; None where it gave none.
Counts = tuple[Decimal | None, Decimal | None]


class Treatment(StrEnum):
    """How a reader is shown a figure of few people."""

    SEEN = "seen"
    MARKED = "marked"
    SUPPRESSED = "suppressed"


class Limits(NamedTuple):
    """The trust's settings: below which size a group is hidden, by who is counted, and below which marked."""

    pupils: int = 10
    staff: int = 10
    replies: int = 10
    mark: int = 30

    def below(self, group_of: str) -> int:
        """The size under which a group of pupils, staff or replies is small."""
        return {STAFF: self.staff, REPLIES: self.replies}.get(group_of, self.pupils)


class Guarded(Protocol):
    """What is asked of a KPI's definition: whether its groups can be small, and who is counted in them."""

    @property
    def small_groups(self) -> bool: ...
    @property
    def group_of(self) -> str: ...


class Guard(NamedTuple):
    """What holds for one KPI and school before one reader; None where nothing is hidden or marked."""

    hide_below: int | None = None
    mark_below: int | None = None
    group_of: str = PUPILS


OPEN: Final = Guard()


STANDARD: Final = Limits()


@dataclass(frozen=True, slots=True)
class GroupPolicy:
    """One reader's sight of small groups.

    The people of the schools in `seen` are shown everything of them, `marked` are schools whose small groups
    are marked, and every other school has the treatment `others`. Key None is the trust's own return.
    """

    limits: Limits = STANDARD
    others: Treatment = Treatment.SUPPRESSED
    seen: frozenset[int | None] = frozenset()
    marked: frozenset[int | None] = frozenset()

    def treatment_of(self, school: int | None) -> Treatment:
        if school in self.seen:
            return Treatment.SEEN
        if school in self.marked and self.others is Treatment.SUPPRESSED:
            return Treatment.MARKED
        return self.others

    def guard(self, definition: Guarded, kind: str, treatment: Treatment) -> Guard:
        """What holds for a KPI. A survey's groups are its replies, given in confidence: few of them stay with
        the school that asked and the executive."""
        group_of = REPLIES if kind == Kind.SURVEY else definition.group_of
        if treatment is Treatment.SEEN or not definition.small_groups or kind not in COUNTED:
            return Guard(group_of=group_of)
        if treatment is Treatment.SUPPRESSED:
            return Guard(self.limits.below(group_of), None, group_of)
        return Guard(self.limits.replies if group_of == REPLIES else None, self.limits.mark, group_of)


EVERYTHING: Final = GroupPolicy(others=Treatment.SEEN)


class Protection(NamedTuple):
    """Which groups are not shown, and whether their total is not shown either."""

    hidden: frozenset[int]
    is_total_hidden: bool


def is_small(size: Decimal | None, below: int) -> bool:
    """Whether a group is too small to show. Nobody hides nobody; a size that was not given may be any."""
    return size is None or ZERO < size < below


def size_of(reading: Reading) -> Decimal | None:
    """How many people a reading counts: its denominator, or else how many were eligible or asked."""
    return reading.eligible if reading.denominator is None else reading.denominator


def protect(groups: Mapping[int, Counts], below: int) -> Protection:
    """What to hide of the groups that make up a total, so that no small one can be worked out from the rest.

    The hidden ones are at least two, count together at least `below` people and more than one each, and
    neither none nor all of them are in the numerator. Where the small ones alone do not reach that, the next
    smallest are hidden too; where that would leave none to show, the total is hidden in their place.
    """
    small = {key for key, (_, size) in groups.items() if is_small(size, below)}
    if not small:
        return Protection(frozenset(), False)
    if not _has_total(groups, below):
        return Protection(frozenset(small), True)
    spare = sorted((size or ZERO, key) for key, (_, size) in groups.items() if key not in small and size)
    hidden = set(small)
    while not _keeps_its_secret([groups[key] for key in hidden], below):
        if len(spare) <= 1:
            return Protection(frozenset(small), True)
        hidden.add(spare.pop(0)[1])
    return Protection(frozenset(hidden), False)


def worth(reading: Reading, rule: Rule) -> str:
    """What one person is worth in a group that is to be marked: "one pupil = 12.5 points", or "12 pupils".

    Empty where the rule marks no group, or not this one.
    """
    size = size_of(reading)
    if rule.mark_below is None or rule.kind not in COUNTED or reading.absent or size is None:
        return ""
    if not ZERO < size < rule.mark_below:
        return ""
    if rule.unit == "%" and reading.denominator is not None:
        points = round_half_up(ARITHMETIC.divide(HUNDRED, size), 1)
        noun = "point" if points == 1 else "points"
        return f"one {ONE[rule.group_of]} = {show_number(points, 1)} {noun}"
    return f"{show_exact(size)} {(ONE if size == 1 else MANY)[rule.group_of]}"


def _has_total(groups: Mapping[int, Counts], below: int) -> bool:
    """Whether there is a sum to print, and it is not itself a small group."""
    if any(part is None for counts in groups.values() for part in counts):
        return False
    return _sum(size for _, size in groups.values()) >= below


def _keeps_its_secret(hidden: list[Counts], below: int) -> bool:
    top, size = _sum(counts[0] for counts in hidden), _sum(counts[1] for counts in hidden)
    # One pupil each, or none or all of them counted, would say it of every hidden school.
    return len(hidden) >= FEWEST_HIDDEN and size >= below and size > len(hidden) and top not in (ZERO, size)


def _sum(parts: Iterable[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), ZERO)
