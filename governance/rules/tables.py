"""The lists of the room: policies by their next review, and the dates of a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Obligation, ObligationDate, Policy
from governance.rules.queries import NOT_CONFIRMED, date_standing, policy_standing
from schools.audits.tables import LedColumn, ToneColumn
from trust.listing import DayColumn, Listing, NumberColumn, PlainColumn


class PolicyTable(Listing):
    """One row a policy."""

    title = LedColumn(verbose_name="Policy")
    school = PlainColumn(verbose_name="Whose")
    body = PlainColumn(verbose_name="Approved by")
    cycle = NumberColumn(verbose_name="Months")
    approved_on = DayColumn(verbose_name="Approved")
    next_review = DayColumn(verbose_name="Next review")
    standing = ToneColumn(verbose_name="Standing")


def policy_row(policy: Policy, today: date) -> dict[str, Any]:
    """A policy as its row."""
    standing, tone = policy_standing(policy, today)
    return {
        "url": reverse("governance:policy", args=[policy.pk]),
        "title": policy.title,
        "school": policy.school.short_name if policy.school else "The trust",
        "body": policy.body.name if policy.body else None,
        "cycle": policy.cycle_months,
        "approved_on": policy.approved_on,
        "next_review": policy.next_review,
        "standing": standing,
        "standing_tone": tone,
    }


class ObligationTable(Listing):
    """One row an obligation."""

    title = LedColumn(verbose_name="What")
    kind = PlainColumn(verbose_name="Kind")
    whose = PlainColumn(verbose_name="Whose")
    owner = PlainColumn(verbose_name="Who sees to it")
    source = PlainColumn(verbose_name="Where the rule stands")
    kpi = PlainColumn(verbose_name="Offered to")


def obligation_row(row: Obligation) -> dict[str, Any]:
    """An obligation as its row."""
    return {
        "url": reverse("governance:change_obligation", args=[row.pk]),
        "title": row.title,
        "kind": row.kind or None,
        "whose": "Each school" if row.is_per_school else "The trust",
        "owner": row.owner_post or None,
        "source": row.source or None,
        "kpi": row.kpi.code if row.kpi else None,
    }


class DueOrNot(DayColumn):
    """A published date; without one, that it is not confirmed."""

    empty_values = ()

    def render(self, value: date | None) -> str:
        return super().render(value) if value else NOT_CONFIRMED


class DateTable(Listing):
    """One row an obligation in a year."""

    title = LedColumn(verbose_name="What")
    school = PlainColumn(verbose_name="Whose")
    owner = PlainColumn(verbose_name="Who sees to it")
    trust_due_on = DayColumn(verbose_name="Our own date")
    due_on = DueOrNot(verbose_name="Statutory date")
    done_on = DayColumn(verbose_name="Done")
    done_by = PlainColumn(verbose_name="By")
    standing = ToneColumn(verbose_name="Standing")


def date_row(row: ObligationDate, today: date) -> dict[str, Any]:
    """A dated obligation as its row."""
    standing, tone = date_standing(row, today)
    return {
        "url": reverse("governance:obligation_date", args=[row.pk]),
        "title": row.obligation.title,
        "school": row.school.short_name if row.school else "The trust",
        "owner": row.obligation.owner_post or None,
        "trust_due_on": row.trust_due_on,
        "due_on": row.due_on,
        "done_on": row.done_on,
        "done_by": row.done_by.name if row.done_by else None,
        "standing": standing,
        "standing_tone": tone,
    }
