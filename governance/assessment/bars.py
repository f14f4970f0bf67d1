"""Draws how answers spread over five levels: a cell for each answer, in the order of the levels."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString

from governance.assessment.spread import LEVELS, Spread

WIDTH, HEIGHT, GAP, NARROWEST = 240, 28, 3, 14


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
    """A cell for each answer, the least agreeing first, with its level in it; nobody's own place is known."""
    width = (WIDTH + GAP) / spread.answered - GAP
    at = 0
    for level, count in zip(LEVELS, spread.counts, strict=True):
        for place in range(count):
            word = str(level) if width >= NARROWEST or place == count // 2 else ""
            yield _cell(level, at * (width + GAP), width, word)
            at += 1


def _cell(level: int, left: float, width: float, word: str) -> str:
    text = f'<text x="{left + width / 2:.1f}" y="{HEIGHT / 2 + 5:.0f}" text-anchor="middle">{word}</text>'
    return (
        f'<g class="agree-{level}"><rect x="{left + 0.5:.1f}" y="0.5" width="{max(width - 1, 1):.1f}" '
        f'height="{HEIGHT - 1}" rx="4"/>{text if word else ""}</g>'
    )
