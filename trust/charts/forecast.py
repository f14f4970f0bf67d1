"""Where a forecast stands: dots and marks along one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from trust.charts.drawing import ACCENT, INK, NOTHING, QUIET, RULE, Across, Value, known_of, path, ring, svg

MIDDLE = 16  # pixels from the top: where the line lies


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
    told = known_of(forecasts)
    known = [*known_of((target, national, last_year, final)), *told]
    if len(known) < 2:
        return NOTHING
    scale = Across(known, 12, 248)
    x = {value: scale.x(value) for value in known}
    parts = [path("M2 16H258", "k-line", RULE, 1.5)]
    if national is not None:
        parts.append(path(f"M{x[national]:.1f} 6V26", "k-quiet", QUIET, 1.5, "3 2"))
    if target is not None:
        parts.append(path(f"M{x[target]:.1f} 4V28", "k-ink", INK, 2))
    if last_year is not None:
        parts.append(ring(x[last_year], MIDDLE, 5, "k-last", QUIET))
    parts += _forecasts([x[value] for value in told], is_final=final is not None)
    if final is not None:
        parts.append(f'<path class="k-accent-fill" fill="{ACCENT}" d="M{x[final] - 5:.1f} 11h10v10h-10Z"/>')
    return svg(260, 32, label, parts)


def _forecasts(places: Sequence[Decimal], *, is_final: bool) -> Iterable[str]:
    """The earliest as a ring, the latest as a filled dot unless a final result has taken its place."""
    if not places:
        return
    if len(places) > 1:
        yield path(f"M{places[0]:.1f} 16H{places[-1]:.1f}", "k-accent", ACCENT, 2)
        yield ring(places[0], MIDDLE, 4, "k-early", ACCENT)
    if is_final:
        yield ring(places[-1], MIDDLE, 4, "k-early", ACCENT)
    else:
        yield f'<circle class="k-accent-fill" fill="{ACCENT}" cx="{places[-1]:.1f}" cy="16" r="6"/>'
