"""The lists of the room: findings, audits and reviews, each as plain rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from schools.audits.queries import due_words, owner_of
from schools.models import Audit, Finding, FindingState, Review, Severity
from trust.dates import short_date
from trust.listing import DayColumn, Listing, NumberColumn, PlainColumn

TONES = {Severity.SERIOUS: "red", Severity.MODERATE: "amber"}
GRAVITY = {Severity.SERIOUS: 0, Severity.MODERATE: 1, Severity.ADVISORY: 2}
SHOWN = 110


class LedColumn(PlainColumn):
    """Words that lead to the row's page."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        shown = value if len(value) <= SHOWN else f"{value[:SHOWN].rsplit(' ', 1)[0]} …"
        return format_html('<a href="{}">{}</a>', record["url"], shown)


class ToneColumn(PlainColumn):
    """A word in the colour that the row holds under the column's name and `_tone`."""

    def render(self, value: str, record: dict[str, Any], bound_column: Any) -> Any:
        tone = record.get(f"{bound_column.name}_tone")
        return format_html('<span class="words-{}">{}</span>', tone, value) if tone else value


class DueColumn(DayColumn):
    """A day, and in red by how much it has passed."""

    def render(self, value: date, record: dict[str, Any] | None = None) -> Any:
        late = (record or {}).get("late")
        if not late:
            return short_date(value)
        return format_html('{} <span class="words-red small">{}</span>', short_date(value), late)


class FindingTable(Listing):
    """One row a finding."""

    text = LedColumn(verbose_name="Finding")
    school = PlainColumn(verbose_name="School")
    area = PlainColumn(verbose_name="Area")
    severity = ToneColumn(verbose_name="Severity", order_by=("gravity", "due_on"))
    owner = PlainColumn(verbose_name="Owner")
    due_on = DueColumn(verbose_name="Due")
    state = ToneColumn(verbose_name="State")


def finding_row(finding: Finding, today: date) -> dict[str, Any]:
    """A finding as its row."""
    waits = finding.state == FindingState.OPEN
    return {
        "url": reverse("schools:finding", args=[finding.pk]),
        "text": finding.text,
        "school": finding.school.short_name if finding.school else "The trust",
        "area": finding.area.short_name or finding.area.name,
        "severity": finding.get_severity_display(),
        "severity_tone": TONES.get(Severity(finding.severity)),
        "gravity": GRAVITY[Severity(finding.severity)],
        "owner": owner_of(finding),
        "due_on": finding.due_on,
        "late": late_words(finding.due_on, today) if waits else "",
        "state": finding.get_state_display(),
        "state_tone": "green" if finding.state == FindingState.CLOSED else None,
    }


def late_words(due_on: date | None, today: date) -> str:
    """'3 days overdue', or nothing."""
    told = due_words(due_on, today)
    return told.partition(", ")[2]


class AuditTable(Listing):
    """One row an audit."""

    checklist = LedColumn(verbose_name="Audit")
    school = PlainColumn(verbose_name="School")
    term = PlainColumn(verbose_name="Term", order_by=("order", "school"))
    state = ToneColumn(verbose_name="State")
    answered = PlainColumn(verbose_name="Looked at", orderable=False)
    met = NumberColumn(verbose_name="In place")
    findings = NumberColumn(verbose_name="Open findings")
    on = DayColumn(verbose_name="Day")


def audit_row(audit: Audit) -> dict[str, Any]:
    """An audit as its row; the counts were read with it."""
    counted: Any = audit
    return {
        "url": reverse("schools:audit", args=[audit.pk]),
        "checklist": audit.checklist.title,
        "school": audit.school.short_name if audit.school else "The trust",
        "term": audit.term.name,
        "order": audit.term.slug,
        "state": audit.get_state_display(),
        "state_tone": "green" if audit.done_at else None,
        "answered": f"{counted.looked_at} of {counted.things}",
        "met": counted.in_place,
        "findings": counted.still_open,
        "on": audit.on,
    }


class ReviewTable(Listing):
    """One row a review."""

    title = LedColumn(verbose_name="Review")
    school = PlainColumn(verbose_name="Of")
    kind = PlainColumn(verbose_name="Kind")
    reviewer = PlainColumn(verbose_name="Reviewer")
    commissioned_on = DayColumn(verbose_name="Asked for")
    due_on = DueColumn(verbose_name="Due")
    reported_on = DayColumn(verbose_name="Reported")
    waiting = tables.Column(verbose_name="Actions to do")


def review_row(review: Review, today: date) -> dict[str, Any]:
    """A review as its row; how many of its actions wait was read with it."""
    counted: Any = review
    return {
        "url": reverse("schools:review", args=[review.pk]),
        "title": review.title,
        "school": review.school.short_name if review.school else "The trust",
        "kind": review.get_kind_display(),
        "reviewer": review.reviewer,
        "commissioned_on": review.commissioned_on,
        "due_on": review.due_on,
        "late": "" if review.reported_on else late_words(review.due_on, today),
        "reported_on": review.reported_on,
        "waiting": counted.waiting,
    }
