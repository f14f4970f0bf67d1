"""Which policies and dates a person sees, and how each stands today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from governance.models import Obligation, ObligationDate, Policy
from kpis.models import Kpi
from kpis.rag import Kind
from schools import access
from schools.access import Permission, Person
from trust.dates import short_date

SOON: Final = timedelta(days=60)
NOT_CONFIRMED: Final = "Not confirmed"


def policies_for(user: Person) -> QuerySet[Policy]:
    """The trust's policies, and the procedures of the person's schools; the longest overdue first."""
    seen = Q(school__isnull=True) | Q(school__in=access.schools_for(user, Permission.SEE_COMPLIANCE))
    rows = Policy.objects.filter(seen, retired_on__isnull=True).select_related("school", "body", "under")
    procedures = Count(
        "procedures",
        filter=Q(procedures__school__in=access.schools_for(user), procedures__retired_on__isnull=True),
    )
    return rows.annotate(under_it=procedures).order_by(F("next_review").asc(nulls_first=True), "title")


def policy_or_404(user: Person, pk: int) -> Policy:
    found = policies_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def dates_for(user: Person) -> QuerySet[ObligationDate]:
    """The dates of the trust, and those of the person's schools; those not confirmed come last."""
    seen = Q(school__isnull=True) | Q(school__in=access.schools_for(user, Permission.SEE_COMPLIANCE))
    rows = ObligationDate.objects.filter(seen).select_related("obligation", "school", "done_by")
    return rows.order_by(F("due_on").asc(nulls_last=True), "obligation__position", "pk")


def date_or_404(user: Person, pk: int) -> ObligationDate:
    found = dates_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def kpis_of_days() -> QuerySet[Kpi]:
    """The KPIs that ask for a day, to which one may be offered."""
    return Kpi.objects.filter(kind=Kind.DEADLINE.value)


def obligations() -> QuerySet[Obligation]:
    """Everything that must be filed or published, in the trust's order, also what is not kept any more."""
    return Obligation.objects.select_related("kpi").order_by("position", "title")


def policy_standing(policy: Policy, today: date) -> tuple[str, str]:
    """How its review stands, in words, and the tone of it."""
    if policy.next_review is None:
        return "No review set", "amber"
    if policy.next_review < today:
        return "Overdue", "red"
    return ("Soon", "amber") if policy.next_review <= today + SOON else ("In date", "green")


def date_standing(row: ObligationDate, today: date) -> tuple[str, str]:
    """Whether it is done, late, to come or not confirmed, in words, and the tone of it."""
    if row.done_on:
        late = row.due_on is not None and row.done_on > row.due_on
        return ("Done late", "amber") if late else ("Done", "green")
    if row.due_on is None:
        return NOT_CONFIRMED, "amber"
    if row.due_on < today:
        return "Overdue", "red"
    if row.trust_due_on and row.trust_due_on < today:
        return f"Past our own date, {short_date(row.trust_due_on)}", "amber"
    return "To come", ""
