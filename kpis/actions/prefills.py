"""What another part of the portal knows already, offered to whoever fills in a return."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpis.models import Kpi, Prefill
from schools.models import School
from trust.models import Term


def offer_prefill(
    kpi: Kpi,
    school: School | None,
    term: Term,
    *,
    source: str,
    as_at: date,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    value: Decimal | None = None,
    done_on: date | None = None,
) -> Prefill:
    """Offer what another part of the portal knows to whoever fills in the return; the latest offer stands.

    Called by the floors above with facts of their own, so there is no person and no access to check.
    """
    known = {"numerator": numerator, "denominator": denominator, "value": value, "done_on": done_on}
    prefill, _ = Prefill.objects.update_or_create(
        kpi=kpi, school=school, term=term, defaults=known | {"source": source, "as_at": as_at}
    )
    return prefill


def withdraw_prefill(kpi: Kpi, school: School | None, term: Term, *, source: str) -> None:
    """Offer it no more, where it is that source's offer that stands; what was typed stays."""
    Prefill.objects.filter(kpi=kpi, school=school, term=term, source=source).delete()
