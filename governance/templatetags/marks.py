"""Text with a few marks as HTML, on screen and in a pack."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from governance.narrative.marks import to_html

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """The text with its paragraphs, lists, small headings, bold and italic; everything else as typed."""
    return to_html(text)
