"""A word of the glossary where it stands: its meaning on hover, on focus and on a tap, without any script."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trust.glossary import MEANINGS

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: Context, name: str, shown: str = "") -> SafeString:
    """`{% term "cumulative" "count up" %}`: the words shown, with what the glossary says of the name.

    KeyError for a word that the glossary does not have, so that a page cannot promise one.
    """
    render = context.render_context
    assert render is not None
    number = render["words_told"] = int(render.get("words_told") or 0) + 1
    key = f"word-{name.lower().replace(' ', '-')}-{number}"
    return format_html(
        '<span class="term"><button type="button" popovertarget="{}" aria-describedby="{}">{}</button>'
        '<span class="term-words" id="{}" popover>{}</span></span>',
        *(key, key, shown or name, key, MEANINGS[name]),
    )
