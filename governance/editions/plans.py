"""Which sections each edition holds, in their order, as it was last chosen."""

from __future__ import annotations

from governance.editions.choosing import in_order, usual
from governance.models import Edition, EditionPlan


def order_of(edition: Edition) -> list[str]:
    """The slugs as they were chosen, or the usual ones. A later section is not added to a choice."""
    plan = EditionPlan.objects.filter(edition=edition).first()
    return in_order(edition, plan.sections) if plan else usual(edition)
