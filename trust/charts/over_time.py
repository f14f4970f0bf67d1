"""A figure over several terms, told at the ends of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString

from trust.charts.drawing import INK, NOTHING, QUIET, RULE, Box, Scale, Value, dot, known_of, path, svg, text
from trust.numbers import show_exact, show_number


class Point(NamedTuple):
    """One term of a trend: what stands below the axis, and the value, if there is one."""

    name: str
    value: Value


class _Label(NamedTuple):
    """Words beside the end of a line, at the height where they would best stand."""

    y: Decimal
    words: str
    is_value: bool = False


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
    known = known_of(values)
    if len(known) < 2:
        return NOTHING
    scale = Scale([*known, *known_of(targets), *known_of(nationals)], len(values), Box(6, 16, 240, 126))
    drawn = [
        path(scale.stairs(targets), "k-quiet", QUIET, 1),
        path(scale.stairs(nationals), "k-quiet", QUIET, 1, "4 3"),
        path(scale.line(values), "k-ink", INK, 2.25),
        *_dots(scale, values),
        path("M6 146H240", "k-line", RULE, 1),
        *_axis(scale, points),
    ]
    told = _ends(scale, (values[-1], targets[-1] if targets else None, nationals[-1]), places, unit)
    heard = "; ".join(
        f"{name} {show_number(value, places, unit)}" for name, value in points if value is not None
    )
    return svg(350, 168, label, [*drawn, *told, _range_words(scale)], told=heard)


def _ends(scale: Scale, ends: tuple[Value, Value, Value], places: int, unit: str) -> Iterable[str]:
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
            yield text(250, label.y + 6, label.words, size=18, bold=True)
        else:
            yield text(250, label.y + 5, label.words, size=14)


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


def _axis(scale: Scale, points: Sequence[Point]) -> Iterable[str]:
    """Every other term's name, the last always among them."""
    last = len(points) - 1
    for index in range(last, -1, -2):
        anchor = "start" if index == 0 else "end" if index == last else "middle"
        yield text(scale.x(index), 162, points[index].name, anchor=anchor)


def _range_words(scale: Scale) -> str:
    if scale.least <= 0:
        return ""
    return text(250, 162, f"Scale {show_exact(scale.least)} to {show_exact(scale.most)}")


def _dots(scale: Scale, values: Sequence[Value]) -> Iterable[str]:
    last = len(values) - 1
    for index, value in enumerate(values):
        if value is not None:
            yield dot(scale.x(index), scale.y(value), 5 if index == last else 2.25)
