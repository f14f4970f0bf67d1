"""The rule of early warning: whether a figure's year may end short of its target, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from kpis.calibration import middle
from kpis.rag import Direction, Kind, Mark, Rule, is_worsening, mark_of_value
from kpis.rag.rules import COUNTED
from kpis.trajectory import Course, way_of
from kpis.words import show_value
from trust.numbers import round_half_up
from trust.terms import TermRef

MISSED: Final = (Mark.AMBER, Mark.RED)
# A forecast is given before anybody knows how many will reply: it is rated as if enough did.
ENOUGH_REPLIES: Final = Decimal(100)


class Ground(StrEnum):
    """Why a warning is given; members stand in the order in which they are asked."""

    FORECAST = "forecast"
    WAY = "way"
    YEAR_AGO = "year-ago"


class Known(NamedTuple):
    """What is known of one figure before its year has closed; what is missing stays None.

    `value`, `year_ago` (the same term last year), `closed_at` (the figure with which last year ended) and the
    ends of the forecast are in the KPI's unit, `national` as displayed. `course` is the agreed way to the
    target over several terms.
    """

    rule: Rule
    term: TermRef
    is_cumulative: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    value: Decimal | None = None
    course: Course | None = None
    year_ago: Decimal | None = None
    closed_at: Decimal | None = None
    national: Decimal | None = None


class Warned(NamedTuple):
    """A warning: on what ground, and the reason as a sentence."""

    ground: Ground
    words: str


def warn(known: Known) -> Warned | None:
    """The first of three reasons to expect that a year ends short of its target; None where there is none.

    1. The middle of the forecast misses the target.
    2. The figure is behind the agreed way to its target. What counts since September has no such way within
       a year and is compared with the same term last year alone.
    3. The figure is worse than in the same term last year, and last year ended short of the target.

    Numbers are compared as displayed, and in the direction that is good for the KPI: up, down or inside a
    range. To miss is to be amber or red. What is missing gives no warning, nor do answers that are not
    numbers.
    """
    return next(_reasons(known), None)


def misses(value: Decimal, rule: Rule, national: Decimal | None = None) -> bool:
    """Whether the value, as displayed, is short of its target."""
    shown = round_half_up(value, rule.places)
    return mark_of_value(shown, rule, national, ENOUGH_REPLIES) in MISSED


def _reasons(known: Known) -> Iterator[Warned]:
    if known.rule.kind not in COUNTED:
        return
    for ground, reason in ((Ground.FORECAST, _forecast), (Ground.WAY, _way), (Ground.YEAR_AGO, _year_ago)):
        if words := reason(known):
            yield Warned(ground, words)


def _forecast(known: Known) -> str:
    rule, ends = known.rule, [end for end in (known.low, known.high) if end is not None]
    if not ends or not misses(expected := middle(ends[0], ends[-1]), rule, known.national):
        return ""
    shown, range_ = _said(expected, rule), _range(known)
    beyond = _beyond(expected, known)
    return (
        f"The forecast is {range_}, {beyond}" if shown == range_
        else f"The forecast is {range_}; its middle, {shown}, is {beyond}"
    )  # fmt: skip


def _way(known: Known) -> str:
    if known.value is None or known.course is None or known.is_cumulative:
        return ""
    way = way_of(known.value, known.course, known.term, known.rule)
    if way is None or way.gap <= 0:
        return ""
    return f"{_said(known.value, known.rule)} is {way.words}"


def _year_ago(known: Known) -> str:
    value, before, closed, rule = known.value, known.year_ago, known.closed_at, known.rule
    if value is None or before is None or closed is None or not is_worsening(value, before, rule):
        return ""
    if not misses(closed, rule, known.national):
        return ""
    return (
        f"{_said(value, rule)} is worse than {_said(before, rule)} in the same term last year, "
        f"which ended at {_said(closed, rule)}, {_beyond(closed, known)}"
    )


def _range(known: Known) -> str:
    ends = (_said(end, known.rule) for end in (known.low, known.high) if end is not None)
    return " to ".join(dict.fromkeys(ends))


def _beyond(value: Decimal, known: Known) -> str:
    """ "below the target of 48%", "outside 5% to 12%": how a value that misses stands to what was agreed."""
    rule = known.rule
    if rule.kind is Kind.NATIONAL:
        side = "above" if rule.direction is Direction.DOWN else "below"
        return f"{side} the national figure of {_said(known.national, rule)}"
    if rule.direction is Direction.INSIDE:
        ends = (end for end in (rule.green_from, rule.green_to) if end.is_finite())
        return f"outside the range of {' to '.join(_said(end, rule) for end in ends)}"
    side = "above" if rule.direction is Direction.DOWN else "below"
    return f"{side} the target of {_said(rule.green_to if side == 'above' else rule.green_from, rule)}"


def _said(value: Decimal | None, rule: Rule) -> str:
    return "" if value is None else show_value(round_half_up(value, rule.places), rule)
