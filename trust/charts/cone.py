"""A figure's terms and where its head expects it to end, with how far earlier forecasts were off."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from trust.charts.drawing import (
    ACCENT,
    INK,
    NOTHING,
    QUIET,
    RULE,
    Box,
    Scale,
    Value,
    dot,
    known_of,
    path,
    svg,
    text,
)
from trust.charts.over_time import Point
from trust.numbers import show_exact, show_number

TINT = "#E9E0EC"


def cone(
    points: Sequence[Point],
    *,
    low: Decimal,
    high: Decimal,
    label: str,
    at: str,
    target: Value = None,
    earlier: tuple[Decimal, Decimal] | None = None,
    places: int = 1,
    unit: str = "",
) -> SafeString:
    """The known terms as a line; from the last a cone to the forecast, `low` to `high`, in the term `at`.

    `earlier` are the ends that the results would have if they missed this forecast as the worst and the best
    of those before: drawn as dashes around it. A forecast with nothing known before it is its range alone.
    """
    values = [point.value for point in points]
    reach = [*known_of(values), low, high, *known_of((target,)), *(earlier or ())]
    if len(set(reach)) < 2:
        return NOTHING
    scale = Scale(reach, len(values) + 1, Box(6, 16, 240, 126))
    end, since = scale.x(len(values)), _last(values)
    parts = [
        _between(scale, since, end, low, high, values),
        path(scale.stairs([target] * (len(values) + 1)), "k-quiet", QUIET, 1),
        *([path(_rays(scale, since, end, earlier, values), "k-accent", ACCENT, 1, "2 3")] if earlier else []),
        path(scale.line(values), "k-ink", INK, 2.25),
        *(
            dot(scale.x(place), scale.y(value), 2.25)
            for place, value in enumerate(values)
            if value is not None
        ),
        _expected(scale, end, low, high),
        path("M6 146H240", "k-line", RULE, 1),
        text(6, 162, points[0].name) if points else "",
        text(end, 162, at, anchor="end"),
    ]
    return svg(350, 168, label, [*parts, *_told(scale, (low, high), target, places, unit)])


def _expected(scale: Scale, end: Decimal, low: Decimal, high: Decimal) -> str:
    """The forecast's range as a bar, or a dot where it has no width."""
    if low == high:
        y = scale.y(low)
        return f'<circle class="k-accent-fill" fill="{ACCENT}" cx="{end:.1f}" cy="{y:.1f}" r="5"/>'
    return path(f"M{end:.1f} {scale.y(low):.1f}V{scale.y(high):.1f}", "k-accent", ACCENT, 3)


def _last(values: Sequence[Value]) -> int | None:
    return max((place for place, value in enumerate(values) if value is not None), default=None)


def _between(
    scale: Scale, since: int | None, end: Decimal, low: Decimal, high: Decimal, values: Sequence[Value]
) -> str:
    """The cone itself, from the last figure that is known."""
    start = values[since] if since is not None else None
    if since is None or start is None:
        return ""
    steps = f"M{scale.x(since):.1f} {scale.y(start):.1f}L{end:.1f} {scale.y(high):.1f}V{scale.y(low):.1f}Z"
    return f'<path class="k-cone" fill="{TINT}" d="{steps}"/>'


def _rays(
    scale: Scale, since: int | None, end: Decimal, ends: tuple[Decimal, Decimal], values: Sequence[Value]
) -> str:
    start = values[since] if since is not None else None
    if since is None or start is None:
        return f"M{end:.1f} {scale.y(ends[0]):.1f}V{scale.y(ends[1]):.1f}"
    begin = f"M{scale.x(since):.1f} {scale.y(start):.1f}"
    return "".join(f"{begin}L{end:.1f} {scale.y(each):.1f}" for each in ends)


def _told(scale: Scale, ends: tuple[Decimal, Decimal], target: Value, places: int, unit: str) -> list[str]:
    """The forecast's range and the target at their heights, apart where they would lie on each other."""
    low, high = ends
    middle = scale.y((low + high) / 2)
    range_ = show_number(low, places, unit)
    if low != high:
        range_ = f"{show_number(low, places)} to {show_number(high, places, unit)}"
    told = [text(250, middle + 6, range_, size=16, bold=True)]
    if target is not None:
        y = scale.y(target)
        if abs(y - middle) < 18:
            y = middle + (18 if y >= middle else -18)
        told.append(text(250, y + 5, f"Target {show_number(target, places)}"))
    if scale.least > 0:
        told.append(text(250, 162, f"Scale {show_exact(scale.least)} to {show_exact(scale.most)}"))
    return told
