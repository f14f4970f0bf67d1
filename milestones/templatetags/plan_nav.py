"""The row of ways between the plan's pages; on a narrow screen a menu that says where one is."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from milestones.navigation import PLACES
from schools.places import row_of_ways

register = template.Library()


@register.inclusion_tag("_components/places.html", takes_context=True)
def plan_nav(context: Context) -> dict[str, Any]:
    """What the reader may reach, with the page that is shown marked."""
    return row_of_ways("The plan’s pages", PLACES, context["request"])
