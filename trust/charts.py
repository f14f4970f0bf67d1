"""Charts as inline SVG, the same on screen and in the PDF: ink lines, a sentence for readers, no style.

Colours are literal attributes, since the PDF has no custom properties; the classes let the screen's dark
theme put its own over them. Values are Decimal; None is a gap in the line, never a zero. Each takes 0.1 ms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from trust.numbers import show_exact, show_number

Value = Decimal | None

INK, SECOND, QUIET, RULE, ACCENT, PAPER = "#1D2328", "#485059", "#636A72", "#C9C4B7", "#563069", "#FFFFFF"
FONT = 'font-family="Source Sans 3"'
NOTHING = SafeString("")


class Point(NamedTuple):
    """One term of a trend: what stands below the axis, and the value, if there is one."""

    name: str
    value: Value


class _Label(NamedTuple):
    """Words beside the end of a line, at the height where they would best stand."""

    y: Decimal
    words: str
    is_value: bool = False


class _Box(NamedTuple):
    """The part of a drawing that the lines may use, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


class _Scale:
    """From a term's place and a value to pixels, the values' range filling the box from top to bottom."""

    def __init__(self, known: Sequence[Decimal], terms: int, box: _Box) -> None:
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
    known = _known(values)
    if len(known) < 2:
        return NOTHING
    scale = _Scale([*known, *_known((target, national)), *within], len(values), _Box(4, 8, 180, 48))
    parts = [
        _path(scale.stairs([target] * len(values)), "k-quiet", QUIET, 1),
        _path(scale.stairs([national] * len(values)), "k-quiet", QUIET, 1, "3 3"),
        _path(scale.line(values), "k-ink", INK, 1.75),
    ]
    last = values[-1]
    if last is not None:
        y = scale.y(last)
        words = show_number(last, places, unit)
        parts += [_dot(scale.x(len(values) - 1), y, 3.5), _text(188, y + 5, words, size=16, bold=True)]
    return _svg(262, 56, label, parts)


def trend(
    points: Sequence[Point],
    *,
    targets: Sequence[Value],
    national: Value | Sequence[Value],
    label: str,
    places: int = 1,
    unit: str = "",
) -> SafeString:
    """A figure over several terms, with the stepped target and the national figure told at their ends.

    `targets` holds one a term; `national` one a term or one for all. The range fits the values, and is stated
    where it does not begin at zero. Nothing is drawn for fewer than two values.
    """
    values = [point.value for point in points]
    nationals = list(national) if isinstance(national, Sequence) else [national] * len(values)
    known = _known(values)
    if len(known) < 2:
        return NOTHING
    scale = _Scale([*known, *_known(targets), *_known(nationals)], len(values), _Box(6, 16, 240, 126))
    drawn = [
        _path(scale.stairs(targets), "k-quiet", QUIET, 1),
        _path(scale.stairs(nationals), "k-quiet", QUIET, 1, "4 3"),
        _path(scale.line(values), "k-ink", INK, 2.25),
        *_dots(scale, values),
        _path("M6 146H240", "k-line", RULE, 1),
        *_axis(scale, points),
    ]
    told = _ends(scale, (values[-1], targets[-1] if targets else None, nationals[-1]), places, unit)
    return _svg(350, 168, label, [*drawn, *told, _range_words(scale)])


def dot_plot(
    *,
    label: str,
    target: Value = None,
    national: Value = None,
    last_year: Value = None,
    forecasts: Sequence[Value] = (),
    final: Value = None,
) -> SafeString:
    """Where a forecast stands: hollow dot last year, small ring to filled dot the forecasts, bars the marks.

    A final result replaces the filled dot with a square, and leaves the forecasts as rings. The range fits
    the values given; nothing is drawn for fewer than two of them.
    """
    told = _known(forecasts)
    known = [*_known((target, national, last_year, final)), *told]
    if len(known) < 2:
        return NOTHING
    # Lying down: the value runs along the drawing, so places are looked up on the other axis.
    scale = _Scale(known, 2, _Box(0, 12, 0, 248))
    x = {value: 260 - scale.y(value) for value in known}
    parts = [_path("M2 16H258", "k-line", RULE, 1.5)]
    if national is not None:
        parts.append(_path(f"M{x[national]:.1f} 6V26", "k-quiet", QUIET, 1.5, "3 2"))
    if target is not None:
        parts.append(_path(f"M{x[target]:.1f} 4V28", "k-ink", INK, 2))
    if last_year is not None:
        parts.append(_ring(x[last_year], 5, "k-last", QUIET))
    parts += _forecasts([x[value] for value in told], is_final=final is not None)
    if final is not None:
        parts.append(f'<path class="k-accent-fill" fill="{ACCENT}" d="M{x[final] - 5:.1f} 11h10v10h-10Z"/>')
    return _svg(260, 32, label, parts)


def _forecasts(places: Sequence[Decimal], *, is_final: bool) -> Iterable[str]:
    """The earliest as a ring, the latest as a filled dot unless a final result has taken its place."""
    if not places:
        return
    if len(places) > 1:
        yield _path(f"M{places[0]:.1f} 16H{places[-1]:.1f}", "k-accent", ACCENT, 2)
        yield _ring(places[0], 4, "k-early", ACCENT)
    if is_final:
        yield _ring(places[-1], 4, "k-early", ACCENT)
    else:
        yield f'<circle class="k-accent-fill" fill="{ACCENT}" cx="{places[-1]:.1f}" cy="16" r="6"/>'


def _ends(scale: _Scale, ends: tuple[Value, Value, Value], places: int, unit: str) -> Iterable[str]:
    """The words at the ends of the three lines, moved apart where they would lie on each other."""
    value, target, national = ends
    labels = []
    if value is not None:
        labels.append(_Label(scale.y(value), show_number(value, places, unit), is_value=True))
    if target is not None:
        labels.append(_Label(scale.y(target), f"Target {show_number(target, places)}"))
    if national is not None:
        labels.append(_Label(scale.y(national), f"National {show_number(national, places)}"))
    for label in _apart(labels):
        if label.is_value:
            yield _text(250, label.y + 6, label.words, size=18, bold=True)
        else:
            yield _text(250, label.y + 5, label.words, size=14)


def _apart(labels: Sequence[_Label], gap: int = 18, bottom: int = 138) -> list[_Label]:
    """The labels from the top, each at least `gap` below the one before and none below `bottom`."""
    ordered = sorted(labels)
    placed: list[_Label] = []
    for label in ordered:
        least = placed[-1].y + gap if placed else label.y
        placed.append(label._replace(y=max(label.y, least)))
    floor = Decimal(bottom)
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = placed[place]._replace(y=min(placed[place].y, floor))
        floor = placed[place].y - gap
    return placed


def _axis(scale: _Scale, points: Sequence[Point]) -> Iterable[str]:
    """Every other term's name, the last always among them."""
    last = len(points) - 1
    for index in range(last, -1, -2):
        anchor = "start" if index == 0 else "end" if index == last else "middle"
        yield _text(scale.x(index), 162, points[index].name, anchor=anchor)


def _range_words(scale: _Scale) -> str:
    if scale.least <= 0:
        return ""
    return _text(250, 162, f"Scale {show_exact(scale.least)} to {show_exact(scale.most)}")


def _dots(scale: _Scale, values: Sequence[Value]) -> Iterable[str]:
    last = len(values) - 1
    for index, value in enumerate(values):
        if value is not None:
            yield _dot(scale.x(index), scale.y(value), 5 if index == last else 2.25)


def _known(values: Iterable[Value]) -> list[Decimal]:
    return [value for value in values if value is not None]


def _path(steps: str, name: str, colour: str, width: float, dashes: str = "") -> str:
    if not steps:
        return ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ' stroke-linejoin="round" stroke-linecap="round"'
    return f'<path class="{name}" d="{steps}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _dot(x: Decimal, y: Decimal, radius: float) -> str:
    return f'<circle class="k-fill" cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{INK}"/>'


def _ring(x: Decimal, radius: int, name: str, colour: str) -> str:
    return (
        f'<circle class="{name}" cx="{x:.1f}" cy="16" r="{radius}" fill="{PAPER}" stroke="{colour}" '
        'stroke-width="1.75"/>'
    )


def _text(
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


def _svg(width: int, height: int, label: str, parts: Iterable[str]) -> SafeString:
    return SafeString(
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )
