"""What every chart is drawn with: scales from values to pixels, and the few shapes that ink makes.

Colours are literal attributes, since the PDF has no custom properties; the classes let the screen's dark
theme put its own over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

Value = Decimal | None

INK, SECOND, QUIET, RULE, ACCENT, PAPER = "#1D2328", "#485059", "#636A72", "#C9C4B7", "#563069", "#FFFFFF"
FONT = 'font-family="Source Sans 3"'
NOTHING = SafeString("")


class Box(NamedTuple):
    """The part of a drawing that the lines may use, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


class Scale:
    """From a term's place and a value to pixels, the values' range filling the box from top to bottom."""

    def __init__(self, known: Sequence[Decimal], terms: int, box: Box) -> None:
        self.least, self.most, self.box = min(known), max(known), box
        self._step = Decimal(box.right - box.left) / max(terms - 1, 1)

    def x(self, index: int | Decimal) -> Decimal:
        return self.box.left + self._step * index

    def y(self, value: Decimal) -> Decimal:
        reach = self.most - self.least
        up = (value - self.least) / reach if reach else Decimal("0.5")
        return self.box.bottom - (self.box.bottom - self.box.top) * up

    def line(self, values: Sequence[Value]) -> str:
        """A path through what is known; a gap in the figures is a gap in the line."""
        steps, pen = [], "M"
        for index, value in enumerate(values):
            if value is not None:
                steps.append(f"{pen}{self.x(index):.1f} {self.y(value):.1f}")
            pen = "M" if value is None else "L"
        return "".join(steps)

    def stairs(self, values: Sequence[Value]) -> str:
        """A path that changes half-way between two terms, as a target does when a new one is agreed."""
        steps, before, half = [], None, Decimal("0.5")
        for index, value in enumerate(values):
            if value is not None:
                start = self.x(max(index - half, Decimal(0)))
                end = self.x(min(index + half, Decimal(len(values) - 1)))
                pen = f"M{start:.1f} {self.y(value):.1f}" if before is None else f"V{self.y(value):.1f}"
                steps.append(f"{pen}H{end:.1f}")
            before = value
        return "".join(steps)


class Across:
    """From a value to pixels along one line, the values' range filling it from left to right."""

    def __init__(self, known: Sequence[Decimal], left: int, right: int) -> None:
        self.least, self.most, self.left, self.right = min(known), max(known), left, right

    def x(self, value: Decimal) -> Decimal:
        reach = self.most - self.least
        along = (value - self.least) / reach if reach else Decimal("0.5")
        return self.left + (self.right - self.left) * along


def known_of(values: Iterable[Value]) -> list[Decimal]:
    return [value for value in values if value is not None]


def path(steps: str, name: str, colour: str, width: float, dashes: str = "") -> str:
    if not steps:
        return ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ' stroke-linejoin="round" stroke-linecap="round"'
    return f'<path class="{name}" d="{steps}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def dot(x: Decimal, y: Decimal, radius: float) -> str:
    return f'<circle class="k-fill" cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{INK}"/>'


def ring(x: Decimal, y: Decimal | int, radius: int, name: str, colour: str) -> str:
    return (
        f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{PAPER}" stroke="{colour}" '
        'stroke-width="1.75"/>'
    )


def text(
    x: Decimal | int,
    y: Decimal | int,
    words: str,
    *,
    size: int = 13,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    look = f'fill="{INK}" font-weight="600"' if bold else f'class="k-small" fill="{SECOND}"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {FONT} font-size="{size}" text-anchor="{anchor}" {look}>'
        f"{escape(words)}</text>"
    )


def svg(width: int, height: int, label: str, parts: Iterable[str], *, told: str = "") -> SafeString:
    """The drawing: `label` is the sentence that stands for it, `told` the figures behind it, for readers."""
    words = escape(label)
    desc = f"<desc>{escape(told)}</desc>" if told else ""
    return SafeString(
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{words}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"><title>{words}</title>{desc}'
        f"{''.join(parts)}</svg>"
    )
