"""Draws a year's training money against its budget: spent, committed, planned, and where the budget ends."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString

from governance.training.budget import Money
from trust.listing import pounds

WIDTH, HEIGHT, TOP = 300, 34, 6


def bar(sums: Money) -> SafeString:
    """The bar, said in words for who cannot see it; empty where there is nothing to draw."""
    most = max(sums.budget, sums.total)
    if not most:
        return SafeString("")
    parts, left = "", Decimal(0)
    for name, value in (("spent", sums.spent), ("committed", sums.committed), ("planned", sums.planned)):
        if value:
            parts += _part(name, left / most, value / most)
        left += value
    at = _x(sums.budget / most) - 1
    mark = (
        f'<rect class="money-budget" x="{at:.1f}" y="0" width="2" height="{HEIGHT}"/>' if sums.budget else ""
    )
    words = (
        f"{pounds(sums.spent)} spent, {pounds(sums.committed)} committed and {pounds(sums.planned)} planned "
        f"of {pounds(sums.budget)}"
    )
    return SafeString(
        f'<svg class="money-bar" role="img" aria-label="{escape(words)}" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">'
        f'<rect class="money-room" x="0" y="{TOP}" width="{WIDTH}" height="{HEIGHT - 2 * TOP}" rx="4"/>'
        f"{parts}{mark}</svg>"
    )


def _x(share: Decimal) -> Decimal:
    return share * WIDTH


def _part(name: str, left: Decimal, share: Decimal) -> str:
    width = max(_x(share) - 2, Decimal(2))
    return (
        f'<rect class="money-{name}" x="{_x(left) + 1:.1f}" y="{TOP + 1}" width="{width:.1f}" '
        f'height="{HEIGHT - 2 * TOP - 2}" rx="3"/>'
    )
