"""A figure's last terms as a small line: paths alone, since labels cost less as HTML and read better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

INK, TARGET, NATIONAL = "#1D2328", "#636A72", "#485059"
WIDTH, HEIGHT, MARGIN = 88, 18, 3


def sparkline(chart: dict[str, Any] | None) -> SafeString:
    """The chart of frozen `points`, `target` and `national` (one each a term, as text or None), or nothing.

    One point alone is no line and draws nothing. The words are the alternative text.
    """
    if not chart:
        return SafeString("")
    rows = [[_number(point) for point in chart.get(name) or ()] for name in ("points", "target", "national")]
    points, target, national = rows
    if sum(point is not None for point in points) < 2:
        return SafeString("")
    place = _Scale([point for row in rows for point in row if point is not None], len(points))
    last = max(index for index, point in enumerate(points) if point is not None)
    x, y = place(last, points[last] or Decimal(0))
    drawn = (
        format_html('<path d="{}" fill="none" stroke="{}" stroke-width=".8"/>', place.path(target), TARGET),
        format_html(
            '<path d="{}" fill="none" stroke="{}" stroke-width=".8" stroke-dasharray="3 2"/>',
            place.path(national),
            NATIONAL,
        ),
        format_html('<path d="{}" fill="none" stroke="{}" stroke-width="1.6"/>', place.path(points), INK),
        format_html('<circle cx="{}" cy="{}" r="2.6" fill="{}"/>', x, y, INK),
    )
    return format_html(
        '<svg class="spark" xmlns="http://www.w3.org/2000/svg" role="img" width="{}" height="{}" '
        'viewBox="0 0 {} {}"><title>{}</title>{}</svg>',
        WIDTH, HEIGHT, WIDTH, HEIGHT, chart.get("words", ""), mark_safe("".join(drawn)),  # noqa: S308
    )  # fmt: skip


class _Scale:
    """From a term's place and a value to the paper, in tenths, so that every process writes the same."""

    def __init__(self, values: Sequence[Decimal], terms: int) -> None:
        self.least, self.most, self.terms = min(values), max(values), max(terms - 1, 1)

    def __call__(self, index: int, value: Decimal) -> tuple[str, str]:
        wide, high = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
        reach = self.most - self.least
        up = (value - self.least) / reach if reach else Decimal("0.5")
        return f"{Decimal(wide * index) / self.terms + MARGIN:.1f}", f"{MARGIN + high * (1 - up):.1f}"

    def path(self, row: Iterable[Decimal | None]) -> str:
        """A line through what is known; a gap in the figures is a gap in the line."""
        steps, pen = [], "M"
        for index, value in enumerate(row):
            if value is None:
                pen = "M"
                continue
            steps.append(pen + " ".join(self(index, value)))
            pen = "L"
        return "".join(steps)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
