"""The sign-in page's list of invented people; on any trust that is not a demonstration, nothing."""

from __future__ import annotations

from typing import Any

from django import template

from schools.demo import accounts
from trust.demo import PASSWORD
from trust.queries import current_trust

register = template.Library()


@register.inclusion_tag("account/_demo.html")
def demo_accounts() -> dict[str, Any]:
    """The people to sign in as and their shared password, in the order in which they are best tried."""
    trust = current_trust()
    if trust is None or not trust.is_demonstration:
        return {}
    return {"people": accounts(), "password": PASSWORD}
