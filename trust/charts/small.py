"""A figure's last terms as a small line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from trust.charts.drawing import INK, NOTHING, QUIET, Box, Scale, Value, dot, known_of, path, svg, text
from trust.numbers import show_number


def sparkline(
    values: Sequence[Value],
    *,
    target: Value = None,
    national: Value = None,
    label: str,
    places: int = 1,
    unit: str = "",
    within: Sequence[Decimal] = (),
) -> SafeString:
    """A figure's last terms as a small line: target thin, national dashed, only the last point told.

    `label` is the sentence that stands for the chart; `within` are the ends of a scale that several lines
    share. Nothing is drawn for fewer than two values, and no point is told where the last term has none.
    """
    known = known_of(values)
    if len(known) < 2:
        return NOTHING
    scale = Scale([*known, *known_of((target, national)), *within], len(values), Box(4, 8, 180, 48))
    parts = [
        path(scale.stairs([target] * len(values)), "k-quiet", QUIET, 1),
        path(scale.stairs([national] * len(values)), "k-quiet", QUIET, 1, "3 3"),
        path(scale.line(values), "k-ink", INK, 1.75),
    ]
    last = values[-1]
    if last is not None:
        y = scale.y(last)
        words = show_number(last, places, unit)
        parts += [dot(scale.x(len(values) - 1), y, 3.5), text(188, y + 5, words, size=16, bold=True)]
    return svg(262, 56, label, parts)
