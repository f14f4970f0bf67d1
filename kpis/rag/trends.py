"""What follows from figures: did it worsen, does it need a comment, what is the whole trust's figure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kpis.rag.marks import Mark, Rag
from kpis.rag.numeric import quotient
from kpis.rag.rules import ZERO, Direction, Rule
from trust.numbers import round_half_up


def is_worsening(value: Decimal | None, previous_value: Decimal | None, rule: Rule) -> bool:
    """Whether the value, as displayed, moved the bad way since the previous one; no when either is missing.

    Inside a range only a move further out of it is worse.
    """
    if value is None or previous_value is None:
        return False
    now, before = round_half_up(value, rule.places), round_half_up(previous_value, rule.places)
    if rule.direction is Direction.INSIDE:
        return _outside(now, rule) > _outside(before, rule)
    return now > before if rule.direction is Direction.DOWN else now < before


def needs_comment(
    rag: Rag, previous: Mark | None = None, worsening: bool = False, overridden: bool = False
) -> bool:
    """Whether a return must explain a figure: red, or amber and worsening, or its rating was overridden.

    Worsening is `previous` (the last mark) having been better than amber, or the caller's `worsening`, the
    value's own move as `is_worsening` tells it.
    """
    if overridden or rag.mark is Mark.RED:
        return True
    return rag.mark is Mark.AMBER and (worsening or previous in (Mark.GREEN, Mark.COMPLETE))


def trust_value(pairs: Iterable[tuple[Decimal | None, Decimal | None]], rule: Rule) -> Decimal | None:
    """The trust's figure as displayed: the sum of numerators over the sum of denominators, never an average.

    A pair is one school's numerator and denominator; for a score it is score × weight and weight (pupils).
    None where a count or a weight is missing, there are no schools, or nothing to divide by: a part of the
    trust is not passed off as the whole.
    """
    tops, bottoms = ZERO, ZERO
    for top, bottom in pairs:
        if top is None or bottom is None:
            return None
        tops += top
        bottoms += bottom
    return quotient(tops, bottoms, rule) if bottoms > 0 else None


def _outside(value: Decimal, rule: Rule) -> Decimal:
    """How far the value lies outside the green zone; zero inside it."""
    return max(rule.green_from - value, value - rule.green_to, ZERO)
