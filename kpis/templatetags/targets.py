"""The way from the KPI book to proposed targets, for those who have a part in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kpis.queries.proposals import may_read_targets

register = template.Library()


@register.simple_tag(takes_context=True)
def targets_link(context: Mapping[str, Any]) -> SafeString:
    """A button to the sets of targets; nothing for a person who would be refused there."""
    if not may_read_targets(context["request"].user):
        return SafeString()
    return format_html('<a class="btn" href="{}">Targets</a>', reverse("kpis:proposals"))
