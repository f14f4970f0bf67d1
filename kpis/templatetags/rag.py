"""A rating on a page: letter, shape and colour together, never one of them alone."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from kpis.rag import Mark, Rag

register = template.Library()

# Drawn in a square of ten; the colour is that of the words beside them.
_SHAPES = {
    "diamond": '<path d="M5 .3 9.7 5 5 9.7 .3 5Z" fill="currentColor"/>',
    "triangle": '<path d="M5 .8 9.8 9.2H.2Z" fill="currentColor"/>',
    "circle": '<circle cx="5" cy="5" r="4.2" fill="currentColor"/>',
    "tick": '<path d="M1 5.3 3.9 8.3 9.1 2" fill="none" stroke="currentColor" stroke-width="1.9"/>',
    "dash": '<path d="M1.5 5h7" fill="none" stroke="currentColor" stroke-width="1.7"/>',
    "ring": '<circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" stroke-width="1.2"/>',
    "clock": '<circle cx="5" cy="5" r="4.2" fill="none" stroke="currentColor" stroke-width="1.3"/>'
    '<path d="M5 2.6V5.2L6.8 6.2" fill="none" stroke="currentColor" stroke-width="1.2"/>',
    "bars": '<path d="M3.2 1.4v7.2M6.8 1.4v7.2" fill="none" stroke="currentColor" stroke-width="1.9"/>',
}


@cache
def shape(mark: Mark) -> SafeString:
    """The mark's drawing, hidden from readers, who get the words."""
    drawing = _SHAPES[mark.shape]
    return SafeString(f'<svg viewBox="0 0 10 10" width="11" height="11" aria-hidden="true">{drawing}</svg>')


@cache
def chip_html(mark: Mark) -> SafeString:
    """The mark's shape and word, prepared once, for pages that print thousands."""
    return format_html('<span class="rag m-{}">{}{}</span>', mark, shape(mark), mark.word)


@cache
def letter_html(mark: Mark) -> SafeString:
    """The mark's shape and letter, with its word for readers, prepared once."""
    return format_html(
        '<span class="rag rag-letter m-{}" title="{}">{}<span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        *(mark, mark.word, shape(mark), mark.letter, mark.word),
    )


@register.inclusion_tag("_components/rag.html")
def rag_chip(rag: Rag | Mark | str | None, size: str = "") -> dict[str, object]:
    """The word beside the shape, the reason as its title. `size` is '' or 'big'; prints nothing for None."""
    return {**_parts(rag), "size": size}


@register.inclusion_tag("_components/rag_letter.html")
def rag_letter(rag: Rag | Mark | str | None) -> dict[str, object]:
    """The letter beside the shape, where there is no room for the word."""
    return _parts(rag)


@register.inclusion_tag("_components/rag_tile.html")
def rag_tile(rag: Rag | Mark | str, code: str, url: str = "") -> dict[str, object]:
    """A small tile with something's code, such as a milestone's '1g'; a link where there is an address."""
    return {**_parts(rag), "code": code, "url": url}


@register.simple_tag
def rag_shape(rag: Rag | Mark | str) -> SafeString:
    """The drawing alone, for a cell that prints the letter itself and carries the class `m-<mark>`."""
    return shape(rag.mark if isinstance(rag, Rag) else Mark(rag))


@register.simple_tag
def small_group(words: str) -> SafeString:
    """What one person is worth in a small group, with the mark that says so; nothing for no words."""
    if not words:
        return SafeString("")
    mark = '<span class="tag">small group</span>'
    return SafeString(f' <span class="small-group">{mark} <span class="small">{escape(words)}</span></span>')


def _parts(rag: Rag | Mark | str | None) -> dict[str, object]:
    """What the components print, from a rating, a mark or a mark's stored name."""
    if not rag:
        return {"mark": None}
    mark = rag.mark if isinstance(rag, Rag) else Mark(rag)
    reason = rag.reason if isinstance(rag, Rag) else mark.word
    return {
        "mark": mark.value,
        "letter": mark.letter,
        "word": mark.word,
        "reason": reason,
        "shape": shape(mark),
    }
