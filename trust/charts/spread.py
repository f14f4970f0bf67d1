"""How schools lie along one scale: a dot each, without names, so that nothing is a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from trust.charts.drawing import ACCENT, INK, NOTHING, QUIET, RULE, Across, Value, known_of, path, svg, text
from trust.numbers import show_exact, show_number

LEFT, RIGHT = 12, 468
LINE = 74  # pixels from the top: where the scale lies
DOT, LEAST_STEP = 9, 3
ROOM = 50  # pixels above the line for the highest pile


def distribution(
    values: Sequence[Value],
    *,
    label: str,
    target: Value = None,
    national: Value = None,
    trust: Value = None,
    places: int = 1,
    unit: str = "",
) -> SafeString:
    """Each value a dot, piled where they are alike; target a tall bar, national dashed, the trust a diamond.

    Dots stand to the width of a dot, their pile's height says how many. The ends of the scale are told.
    Nothing is drawn for fewer than three values.
    """
    known = known_of(values)
    if len(known) < 3:
        return NOTHING
    scale = Across([*known, *known_of((target, national, trust))], LEFT, RIGHT)
    parts = [path(f"M2 {LINE}H478", "k-line", RULE, 1.5)]
    if national is not None:
        parts.append(path(f"M{scale.x(national):.1f} {LINE - 60}V{LINE + 8}", "k-quiet", QUIET, 1.5, "3 2"))
    if target is not None:
        parts.append(path(f"M{scale.x(target):.1f} {LINE - 64}V{LINE + 8}", "k-ink", INK, 2))
    parts.append(path(_piles(known, scale), "k-ink", INK, DOT - 1))
    if trust is not None:
        x = scale.x(trust)
        parts.append(f'<path class="k-accent-fill" fill="{ACCENT}" d="M{x:.1f} {LINE + 4}l6 7l-6 7l-6 -7Z"/>')
    return svg(480, 112, label, [*parts, *_told(scale, target, national, places, unit)])


def _piles(values: Iterable[Decimal], scale: Across) -> str:
    """All the dots as one path of round ends: a hundred of them are as small as a line."""
    columns = Counter(int(scale.x(value) / DOT) for value in values)
    step = max(min(DOT, ROOM // max(columns.values())), LEAST_STEP)
    return "".join(
        f"M{column * DOT + DOT // 2} {LINE - 7 - step * place}h.01"
        for column, number in sorted(columns.items())
        for place in range(min(number, ROOM // step + 1))
    )


def _told(scale: Across, target: Value, national: Value, places: int, unit: str) -> Iterable[str]:
    """The ends of the scale below, and above it what the bars are."""
    yield text(2, LINE + 32, show_exact(scale.least))
    yield text(478, LINE + 32, f"{show_exact(scale.most)}{'' if unit == '£' else unit}", anchor="end")
    marks = [("Target", target), ("National", national)]
    told = sorted(
        (scale.x(value), f"{name} {show_number(value, places)}") for name, value in marks if value is not None
    )
    for at, (x, words) in enumerate(told):
        # Two bars near each other tell to either side; one tells to where there is more room.
        to_left = (len(told) == 2 and at == 0 and x > 110) or x > RIGHT - 110
        yield text(x + (-6 if to_left else 6), LINE - 56, words, anchor="end" if to_left else "start")
