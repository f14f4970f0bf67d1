"""The row of ways between the plan's pages; on a narrow screen a menu that says where one is."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from milestones.navigation import ways_for

register = template.Library()


@register.inclusion_tag("milestones/_plan_nav.html", takes_context=True)
def plan_nav(context: Context) -> dict[str, Any]:
    """What the reader may reach, with the page that is shown marked."""
    request = context["request"]
    here = request.resolver_match.view_name if request.resolver_match else ""
    ways = ways_for(request.user, here)
    return {"ways": ways, "here": next((way for way in ways if way.is_here or way.is_within), None)}
