"""Charts of figures over their terms: what to draw, and the sentence that stands for the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from kpis.queries.facts import Point
from kpis.queries.yardsticks import Standard
from trust import charts
from trust.models import Term

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
        unit=rule.unit if rule.unit in SYMBOLS else "",
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
        unit=standard.rule.unit if standard.rule.unit in SYMBOLS else "",
        within=within,
    )


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
