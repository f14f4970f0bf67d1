"""Charts of figures over their terms: what to draw, and the sentence that stands for the drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from kpis.queries.facts import Point
from kpis.queries.yardsticks import Standard
from kpis.rag import Kind, Rule
from kpis.rag.rules import COUNTED
from kpis.words import show_value
from trust import charts
from trust.models import Term
from trust.numbers import round_half_up

FEWEST_POINTS = 3
SYMBOLS = ("%", "£")


def trend_of(standard: Standard, points: Sequence[Point]) -> SafeString:
    """Drawn for three figures or more; fewer are told as numbers only."""
    if sum(point.value is not None for point in points) < FEWEST_POINTS:
        return charts.NOTHING
    rule = standard.rule
    return charts.trend(
        [charts.Point(short_name(point.term), point.value) for point in points],
        targets=[point.target for point in points],
        national=[point.national for point in points],
        label=_words(standard, points),
        places=rule.places,
        unit=_symbol(rule),
    )


def sparkline_of(standard: Standard, points: Sequence[Point], within: Sequence[Decimal] = ()) -> SafeString:
    """The same as a small line for a row of a table; `within` are the ends of a scale that rows share."""
    told = [point for point in points if point.value is not None]
    if len(told) < FEWEST_POINTS:
        return charts.NOTHING
    return charts.sparkline(
        [point.value for point in points],
        target=points[-1].target,
        national=points[-1].national,
        label=_words(standard, points),
        places=standard.rule.places,
        unit=_symbol(standard.rule),
        within=within,
    )


def bullet_of(standard: Standard, points: Sequence[Point], previous: Decimal | None) -> SafeString:
    """The last point against the zones that were agreed, the figure it is compared with, and the nation."""
    rule, last = standard.rule, points[-1] if points else None
    if last is None or last.value is None or rule.kind not in COUNTED:
        return charts.NOTHING
    against = f"target {last.target_shown}, national {last.national_shown}"
    return charts.bullet(
        last.value,
        zones=_zones_of(rule),
        label=f"{standard.ask.title}: {last.shown}, {against}.",
        previous=previous,
        national=last.national,
        target=last.target,
        places=rule.places,
        unit=_symbol(rule),
    )


def _zones_of(rule: Rule) -> list[charts.Zone]:
    """Red, amber, green and back, from the least value to the most; none where no band was agreed.

    Against a national figure the bands are those of a difference, and lie elsewhere each year.
    """
    if not rule.is_banded or rule.kind is Kind.NATIONAL:
        return []
    steps = (
        ("R", None, rule.amber_from),
        ("A", rule.amber_from, rule.green_from),
        ("G", rule.green_from, rule.green_to),
        ("A", rule.green_to, rule.amber_to),
        ("R", rule.amber_to, None),
    )
    told = [charts.Zone(letter, _finite(start), _finite(end)) for letter, start, end in steps]
    return [zone for zone in told if zone.start != zone.end]


def _finite(end: Decimal | None) -> Decimal | None:
    return end if end is not None and end.is_finite() else None


def spread_of(
    whose: str, standard: Standard, points: Sequence[Point], trust: Decimal | None = None
) -> SafeString:
    """How schools lie on one KPI in one term; `whose` names them, as "Primary schools"."""
    rule, told = standard.rule, [point for point in points if point.value is not None]
    if rule.kind not in COUNTED or len(told) < FEWEST_POINTS:
        return charts.NOTHING
    marks = Counter(point.mark for point in told)
    counted = ", ".join(
        f"{number} {mark.word.lower()}"
        for mark, number in sorted(marks.items(), key=lambda each: each[0].severity)
    )
    ends = sorted(told, key=lambda point: point.value or Decimal(0))
    return charts.distribution(
        [point.value for point in told],
        label=f"{whose}, {standard.ask.title}: from {ends[0].shown} to {ends[-1].shown}; {counted}.",
        target=told[0].target if len({point.target for point in told}) == 1 else None,
        national=told[0].national,
        trust=trust,
        places=rule.places,
        unit=_symbol(rule),
    )


def cone_of(
    standard: Standard,
    points: Sequence[Point],
    ends: tuple[Decimal, Decimal],
    earlier: tuple[Decimal, Decimal] | None,
) -> SafeString:
    """The terms that are known, and the forecast with how far earlier ones were off."""
    rule = standard.rule
    range_ = " to ".join(dict.fromkeys(show_value(end, rule) for end in ends))
    if rule.kind not in COUNTED or not points:
        return charts.NOTHING
    off = f" Results so far would put it between {_span(earlier, rule)}." if earlier else ""
    return charts.cone(
        [charts.Point(short_name(point.term), point.value) for point in points],
        low=ends[0],
        high=ends[-1],
        label=f"{standard.ask.title}: forecast {range_}, target {points[-1].target_shown}.{off}",
        at="Result",
        target=points[-1].target,
        earlier=earlier,
        places=rule.places,
        unit=_symbol(rule),
    )


def _span(ends: tuple[Decimal, Decimal], rule: Rule) -> str:
    return " and ".join(show_value(round_half_up(end, rule.places), rule) for end in ends)


def reach_of(rows: Iterable[Sequence[Point]]) -> tuple[Decimal, ...]:
    """The ends of the scale that all these rows fit: the least and the most; empty for no figure at all."""
    values = [
        value
        for points in rows
        for point in points
        for value in (point.value, points[-1].target, points[-1].national)
        if point.value is not None and value is not None
    ]
    return (min(values), max(values)) if values else ()


def short_name(term: Term) -> str:
    """'Aut 26', below a chart."""
    year = term.year if term.number == 1 else term.year + 1
    return f"{term.ref.season[:3].capitalize()} {year % 100:02d}"


def _symbol(rule: Rule) -> str:
    return rule.unit if rule.unit in SYMBOLS else ""


def _words(standard: Standard, points: Sequence[Point]) -> str:
    """One sentence: where it began, where it stands, which way it went, and what stands against it."""
    told = [point for point in points if point.value is not None]
    first, last = told[0], told[-1]
    against = f"Target {last.target_shown}, national {last.national_shown}."
    span = f"{first.shown} in {first.term.name} to {last.shown} in {last.term.name}"
    return f"{standard.ask.title}: {_way(told)}from {span}. {against}"


def _way(told: Sequence[Point]) -> str:
    steps = [
        after.value - before.value
        for before, after in pairwise(told)
        if before.value is not None and after.value is not None
    ]
    if all(step > 0 for step in steps):
        return "rising every term, "
    return "falling every term, " if all(step < 0 for step in steps) else ""
