"""Which audits, findings and reviews a person sees, and how those that are open stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from schools import access
from schools.access import Permission, Person, Subject
from schools.models import Audit, Checklist, Finding, FindingState, Review, School, Severity
from trust.dates import short_date
from trust.models import User


@dataclass(frozen=True)
class Standing:
    """How many findings are open, how many of them are serious or late, and how many wait to be closed."""

    open: int
    serious: int
    late: int
    mended: int

    @property
    def headline(self) -> str:
        """One sentence for the top of a page."""
        if not self.open + self.mended:
            return "Nothing is open."
        parts = [f"{self.open} open"]
        parts += [f"{self.late} overdue"] if self.late else []
        parts += [f"{self.serious} serious"] if self.serious else []
        parts += [f"{self.mended} waiting to be closed"] if self.mended else []
        return f"Findings: {', '.join(parts)}."


def findings_for(user: Person) -> QuerySet[Finding]:
    """The findings of a person's schools, the trust's own for those who see them, and the person's own."""
    seen = _seen(user)
    if isinstance(user, User) and access.allows(
        user, Permission.MEND_FINDING, Subject("finding", owners=frozenset({user.pk}))
    ):
        seen |= Q(owner=user)
    return Finding.objects.filter(seen).select_related("school", "area", "owner", "audit__checklist")


def open_findings(user: Person) -> QuerySet[Finding]:
    """What is not closed yet, the gravest and the longest due first: reported until it is closed."""
    grave = Q(severity=Severity.SERIOUS)
    found = findings_for(user).exclude(state=FindingState.CLOSED)
    return found.annotate(is_serious=grave).order_by("-is_serious", "due_on", "pk")


def standing_of(found: QuerySet[Finding], today: date) -> Standing:
    """One query over these findings."""
    is_open = Q(state=FindingState.OPEN)
    counted: dict[str, Any] = found.order_by().aggregate(
        open=Count("pk", filter=is_open),
        serious=Count("pk", filter=is_open & Q(severity=Severity.SERIOUS)),
        late=Count("pk", filter=is_open & Q(due_on__lt=today)),
        mended=Count("pk", filter=Q(state=FindingState.MENDED)),
    )
    return Standing(**counted)


def finding_or_404(user: Person, pk: int) -> Finding:
    """The finding, where the person sees it; else the same answer as for one that does not exist."""
    return _or_404(findings_for(user).select_related("closed_by", "audit__term"), pk)


def audits_for(user: Person) -> QuerySet[Audit]:
    """The audits of a person's schools, and of the trust for those who see those."""
    return Audit.objects.filter(_seen(user)).select_related("checklist__area", "school", "term")


def audit_or_404(user: Person, pk: int) -> Audit:
    return _or_404(audits_for(user), pk)


def reviews_for(user: Person) -> QuerySet[Review]:
    """The reviews of a person's schools, and of the trust for those who see those."""
    return Review.objects.filter(_seen(user)).select_related("school")


def review_or_404(user: Person, pk: int) -> Review:
    return _or_404(reviews_for(user), pk)


def current_checklists() -> list[Checklist]:
    """The latest version of each checklist in use, by title."""
    latest: dict[str, Checklist] = {}
    rows = Checklist.objects.filter(retired_on__isnull=True).select_related("area")
    for each in rows.annotate(things=Count("items")).order_by("title", "version"):
        latest[each.title] = each
    return list(latest.values())


def schools_seen(user: Person) -> QuerySet[School]:
    return access.schools_for(user, Permission.SEE_COMPLIANCE)


def owner_of(row: Any) -> str:
    """Who answers for a finding or an action: the person's name, or the post."""
    return row.owner.name if row.owner else str(row.owner_post)


def due_words(due_on: date | None, today: date) -> str:
    """'9 Nov 2026', or by how many days it is overdue."""
    if due_on is None:
        return "No day set"
    days = (today - due_on).days
    if days > 0:
        return f"{short_date(due_on)}, {days} day{'' if days == 1 else 's'} overdue"
    return short_date(due_on)


def _seen(user: Person) -> Q:
    seen = Q(school__in=access.schools_for(user, Permission.SEE_COMPLIANCE))
    if access.allows(user, Permission.SEE_COMPLIANCE, Subject("finding")):
        seen |= Q(school__isnull=True)
    return seen


def _or_404(rows: QuerySet[Any], pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
