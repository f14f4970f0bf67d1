"""`{% slot "school.main" school=school %}`: prints what the floors above add to this place on the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from trust.slots import fill

register = template.Library()

# What every contribution's template can count on besides its own context.
CARRIED = ("user", "csrf_token", "trust", "messages")


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **named: Any) -> SafeString:
    """Fillers see the page's context and the tag's own names; their templates see what they returned."""
    engine = context.template.engine  # type: ignore[union-attr]
    seen: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    seen |= {"request": getattr(context, "request", None), **named}
    carried = {key: seen[key] for key in CARRIED if key in seen}
    parts = []
    for contribution in fill(name, seen):
        # A new context without the processors, which have run for this page already.
        inner = context.new({**carried, "request": seen["request"], **contribution.context})
        parts.append(engine.get_template(contribution.template).render(inner))
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates, escaped as they were rendered
