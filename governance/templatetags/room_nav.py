"""The row of ways between the rooms of the Governance entry."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from governance.navigation import ROOMS
from schools.places import row_of_ways

register = template.Library()


@register.inclusion_tag("_components/places.html", takes_context=True)
def room_nav(context: Context) -> dict[str, Any]:
    """What the reader may reach, with the page that is shown marked."""
    return row_of_ways("The boardroom’s pages", ROOMS, context["request"])
