"""One figure against what was agreed: zones with their letters, the figure, and what it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString

from trust.charts.drawing import (
    INK,
    NOTHING,
    QUIET,
    RULE,
    Across,
    Value,
    dot,
    known_of,
    path,
    ring,
    svg,
    text,
)
from trust.numbers import show_number

LEFT, RIGHT = 8, 392
LINE = 40  # pixels from the top: the middle of the zones
HALF = 13  # of the height of a zone
NARROW = 18  # pixels: a zone below this has no room for its letter
BEYOND = Decimal("0.08")  # of the range: paper on either side of what is known
SHADES = {"G": "k-zone-g", "A": "k-zone-a", "R": "k-zone-r"}
FILLS = {"G": "#EEEBE3", "A": "#E2DED4", "R": "#C9C4B7"}


class Zone(NamedTuple):
    """Where a rating holds: its letter and its ends, None where it has none."""

    letter: str
    start: Value
    end: Value


def bullet(
    value: Value,
    *,
    zones: Sequence[Zone],
    label: str,
    previous: Value = None,
    national: Value = None,
    target: Value = None,
    places: int = 1,
    unit: str = "",
) -> SafeString:
    """The figure a dot with its number, the last one a ring, target a tall bar, national dashed.

    Zones lie behind in greys with their letters, since no chart tells a rating by colour. Nothing is drawn
    without a figure, or where there is nothing to hold it against.
    """
    ends = [end for zone in zones for end in (zone.start, zone.end)]
    against = known_of((previous, national, target, *ends))
    if value is None or not against:
        return NOTHING
    scale = _scale([value, *against])
    x = scale.x(value)
    parts = [*_zones(zones, scale), path(f"M{LEFT} {LINE}H{RIGHT}", "k-line", RULE, 1.5)]
    if national is not None:
        parts.append(path(f"M{scale.x(national):.1f} {LINE - 16}V{LINE + 16}", "k-quiet", QUIET, 1.5, "3 2"))
    if target is not None:
        parts.append(path(f"M{scale.x(target):.1f} {LINE - 18}V{LINE + 18}", "k-ink", INK, 2.5))
    if previous is not None:
        parts.append(ring(scale.x(previous), LINE, 5, "k-last", QUIET))
    anchor = "end" if x > RIGHT - 40 else "start" if x < LEFT + 40 else "middle"
    parts += [
        dot(x, Decimal(LINE), 6),
        text(x, 18, show_number(value, places, unit), size=16, bold=True, anchor=anchor),
    ]
    return svg(400, 78, label, parts)


def _scale(known: Sequence[Decimal]) -> Across:
    margin = (max(known) - min(known)) * BEYOND
    return Across([min(known) - margin, max(known) + margin], LEFT, RIGHT)


def _zones(zones: Iterable[Zone], scale: Across) -> Iterable[str]:
    for zone in zones:
        start = LEFT if zone.start is None else max(scale.x(zone.start), Decimal(LEFT))
        end = RIGHT if zone.end is None else min(scale.x(zone.end), Decimal(RIGHT))
        if end <= start:
            continue
        yield (
            f'<path class="{SHADES[zone.letter]}" fill="{FILLS[zone.letter]}" '
            f'd="M{start:.1f} {LINE - HALF}H{end:.1f}V{LINE + HALF}H{start:.1f}Z"/>'
        )
        if end - start >= NARROW:
            yield text((Decimal(start) + end) / 2, LINE + 31, zone.letter, anchor="middle")
