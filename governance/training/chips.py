"""A state of this room as a chip: the shape and colour of a mark, with the room's own word."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kpis.rag import Mark
from kpis.templatetags.rag import shape


def chip(mark: Mark, word: str) -> SafeString:
    """Such as 'Booked' with the circle of what is well."""
    return format_html('<span class="rag m-{}">{}{}</span>', mark, shape(mark), word)
