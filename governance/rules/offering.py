"""Offers the day on which something was filed to the return whose KPI asks for it."""

from __future__ import annotations

from datetime import date
from typing import Final

from governance.models import ObligationDate
from kpis.actions import offer_prefill, withdraw_prefill
from kpis.models import Prefill
from trust.queries import current_term
from trust.terms import academic_year

SOURCE: Final = "the list of dates to keep"


def offer_day(row: ObligationDate, today: date) -> bool:
    """Offer it to this term's return, or take the offer back where it is not done after all.

    Only this academic year's: what was filed a year ago answers nothing that is asked now. Says whether
    there is an offer now.
    """
    term, kpi = current_term(today), row.obligation.kpi
    if term is None or kpi is None or row.year != academic_year(today):
        return False
    if row.done_on is None:
        withdraw_prefill(kpi, row.school, term, source=SOURCE)
        return False
    offer_prefill(kpi, row.school, term, source=SOURCE, as_at=today, done_on=row.done_on)
    return True


def offer_days(today: date) -> int:
    """For the sweep, so that a term that begins is offered what was filed before it; how many were new."""
    term = current_term(today)
    if term is None:
        return 0
    offered = set(Prefill.objects.filter(term=term, source=SOURCE).values_list("kpi", "school", "done_on"))
    done = ObligationDate.objects.filter(
        year=academic_year(today), done_on__isnull=False, obligation__kpi__isnull=False
    )
    rows = done.select_related("obligation__kpi", "school")
    missing = [row for row in rows if (row.obligation.kpi_id, row.school_id, row.done_on) not in offered]
    return sum(offer_day(row, today) for row in missing)
