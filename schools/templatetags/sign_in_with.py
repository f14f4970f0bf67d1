"""The sign-in page's buttons for other identity providers; nothing where the settings name none."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from schools.entrance.providers import offered

register = template.Library()


@register.inclusion_tag("account/_sign_in_with.html", takes_context=True)
def sign_in_with(context: RequestContext, next_page: str | None = None) -> dict[str, Any]:
    """One button a provider; `next_page` is where to go afterwards."""
    return {"providers": offered(), "next": next_page or "", "csrf_token": context.get("csrf_token")}
