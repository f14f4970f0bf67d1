"""Draws how answers spread over five levels: one bar whose parts carry their counts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString

from governance.assessment.spread import LEVELS, Spread

WIDTH, HEIGHT, GAP = 240, 28, 2


def bar(spread: Spread) -> SafeString:
    """The bar, with the same in words for who cannot see it; empty for what is hidden."""
    if not spread.is_shown:
        return SafeString("")
    parts = "".join(_parts(spread))
    return SafeString(
        f'<svg class="spread" role="img" aria-label="{escape(spread.in_words)}" width="{WIDTH}" '
        f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{parts}</svg>'
    )


def _parts(spread: Spread) -> Iterator[str]:
    chosen = [(level, count) for level, count in zip(LEVELS, spread.counts, strict=True) if count]
    room = WIDTH - GAP * (len(chosen) - 1)
    left = 0.0
    for level, count in chosen:
        width = room * count / spread.answered
        yield (
            f'<g class="agree-{level}"><rect x="{left + 0.5:.1f}" y="0.5" width="{width - 1:.1f}" '
            f'height="{HEIGHT - 1}" rx="4"/><text x="{left + width / 2:.1f}" y="{HEIGHT / 2 + 5:.0f}" '
            f'text-anchor="middle">{count}</text></g>'
        )
        left += width + GAP
