"""Tags for the sections of a pack; what they print stands in the frozen contents, marks included."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.packs.sparkline import sparkline

register = template.Library()

register.simple_tag(sparkline, name="spark")


@register.simple_tag(takes_context=True)
def chip(context: dict[str, Any], mark: str, text: str = "") -> SafeString:
    """A mark's shape and its word, or `text` beside the shape."""
    return format_html('<span class="chip m-{}">{}</span>', mark, text or context["marks"][mark]["word"])


@register.simple_tag(takes_context=True)
def letter(context: dict[str, Any], mark: str) -> str:
    """What stands for the mark where there is room for little."""
    return str(context["marks"][mark]["letter"])


@register.simple_tag(takes_context=True)
def letter_chip(context: dict[str, Any], mark: str) -> SafeString:
    """A mark's shape and letter."""
    return format_html('<span class="chip m-{}">{}</span>', mark, context["marks"][mark]["letter"])
