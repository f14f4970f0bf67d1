"""Offers the day on which something was filed to the return whose KPI asks for it."""

from __future__ import annotations

from datetime import date
from typing import Final

from governance.facts import is_offered
from governance.models import ObligationDate
from kpis.actions import offer_prefill
from trust.queries import current_term
from trust.terms import academic_year

SOURCE: Final = "the list of dates to keep"


def offer_day(row: ObligationDate, today: date) -> bool:
    """Offer it to this term's return; whether there was a KPI, a day and a term to offer it to.

    Only this academic year's: what was filed a year ago answers nothing that is asked now.
    """
    term = current_term(today)
    if term is None or row.done_on is None or row.obligation.kpi is None:
        return False
    if row.year != academic_year(today):
        return False
    offer_prefill(row.obligation.kpi, row.school, term, source=SOURCE, as_at=today, done_on=row.done_on)
    return True


def offer_days_once_a_day(today: date) -> int:
    """For the sweep, so that a term that begins is offered what was filed before it; how many."""
    if is_offered(SOURCE, today):
        return 0
    done = ObligationDate.objects.filter(
        year=academic_year(today), done_on__isnull=False, obligation__kpi__isnull=False
    )
    return sum(offer_day(row, today) for row in done.select_related("obligation__kpi", "school"))
