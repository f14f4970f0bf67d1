"""Compliance, in a pack: findings that are open, what must be filed, and policies whose review is overdue."""

from __future__ import annotations

from datetime import date

from governance.models import ObligationDate, Policy
from governance.packs.lists import Part, listing, slug_of, table
from governance.rules.queries import SOON, date_standing
from milestones.progress import first_words
from schools.audits.queries import due_words, standing_of
from schools.models import Finding, FindingState, Severity
from trust.dates import short_date

ANCHOR, TITLE = "compliance", "Compliance"


def read(today: date) -> Part:
    """The section as on that day, of the whole trust; four queries."""
    found = Finding.objects.exclude(state=FindingState.CLOSED)
    parts = [_findings(today), _dates(today), _policies(today)]
    return listing(ANCHOR, TITLE, standing_of(found, today).headline, parts)


def _findings(today: date) -> Part:
    found = Finding.objects.exclude(state=FindingState.CLOSED).select_related("school", "area")
    ordered = sorted(
        found, key=lambda each: (each.severity != Severity.SERIOUS, each.due_on or date.max, each.pk)
    )
    rows = [
        (
            each.school.short_name if each.school else "The trust",
            f"{each.area.name}: {first_words(each.text)}",
            str(each.get_severity_display()),
            str(each.get_state_display()),
            due_words(each.due_on, today),
        )
        for each in ordered
    ]
    columns = ("School", "Finding", "How grave", "State", "Due")
    of, none = [slug_of(each.school) for each in ordered], "Every finding has been closed."
    return table("Findings that are open", columns, rows, none=none, widest=1, of=of)


def _dates(today: date) -> Part:
    """What is overdue, or due within two months."""
    due = ObligationDate.objects.filter(done_on__isnull=True, due_on__lte=today + SOON)
    near = list(due.select_related("obligation", "school").order_by("due_on", "pk"))
    rows = [
        (
            each.obligation.title,
            each.school.short_name if each.school else "The trust",
            short_date(each.due_on) if each.due_on else "–",
            date_standing(each, today)[0],
        )
        for each in near
    ]
    columns = ("What must be filed or published", "Whose", "By", "State")
    of = [slug_of(each.school) for each in near]
    return table("Dates to keep", columns, rows, none="Nothing is due within two months.", of=of)


def _policies(today: date) -> Part:
    overdue = Policy.objects.filter(retired_on__isnull=True, next_review__lt=today)
    late = list(overdue.select_related("school", "body").order_by("next_review", "title"))
    rows = [
        (
            each.title,
            each.school.short_name if each.school else "The trust",
            each.body.name if each.body else each.owner_post or "–",
            short_date(each.next_review) if each.next_review else "–",
        )
        for each in late
    ]
    columns = ("Policy", "Whose", "Approved by", "Review was due")
    of = [slug_of(each.school) for each in late]
    return table("Policies past their review", columns, rows, none="No policy is past its review.", of=of)
