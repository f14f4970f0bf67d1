"""What the lists of the room are narrowed by; a reader chooses from what they may see, and no more."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from schools.audits.queries import findings_for, schools_seen
from schools.models import Audit, AuditState, Finding, FindingState, Review, ReviewKind, School, Severity
from trust import clock
from trust.models import Area, Term, User


def _schools(request: Any) -> QuerySet[School]:
    return schools_seen(request.user)


def _owners(request: Any) -> QuerySet[User]:
    return User.objects.filter(pk__in=findings_for(request.user).values("owner")).order_by("name")


def _areas(_request: Any) -> QuerySet[Area]:
    return Area.objects.order_by("position", "pk")


def _terms(_request: Any) -> QuerySet[Term]:
    return Term.objects.filter(starts__lte=clock.today()).order_by("-year", "-number")


class FindingFilter(django_filters.FilterSet):
    """Which findings are listed: those that are not closed, unless the address asks for others."""

    school = django_filters.ModelChoiceFilter(queryset=_schools, label="School", empty_label="Every school")
    area = django_filters.ModelChoiceFilter(queryset=_areas, label="Area", empty_label="Every area")
    severity = django_filters.ChoiceFilter(
        choices=Severity.choices, label="Severity", empty_label="Every severity"
    )
    owner = django_filters.ModelChoiceFilter(queryset=_owners, label="Owner", empty_label="Everybody")
    state = django_filters.ChoiceFilter(
        choices=[("late", "Overdue"), *FindingState.choices, ("all", "All, closed too")],
        label="State",
        empty_label="Not closed",
        method="any_state",
    )

    class Meta:
        model = Finding
        fields = ("school", "area", "severity", "owner", "state")

    def any_state(self, found: QuerySet[Finding], _name: str, _value: str) -> QuerySet[Finding]:
        """Applied below, since it applies without a choice too."""
        return found

    @property
    def qs(self) -> QuerySet[Finding]:
        found: QuerySet[Finding] = super().qs
        state = self.data.get("state")
        if state == "late":
            return found.filter(state=FindingState.OPEN, due_on__lt=clock.today())
        if state in FindingState.values:
            return found.filter(state=state)
        return found if state == "all" else found.filter(~Q(state=FindingState.CLOSED))


class AuditFilter(django_filters.FilterSet):
    """Which audits are listed."""

    term = django_filters.ModelChoiceFilter(queryset=_terms, label="Term", empty_label="Every term")
    school = django_filters.ModelChoiceFilter(queryset=_schools, label="School", empty_label="Every school")
    checklist = django_filters.ChoiceFilter(
        field_name="checklist__title", label="Checklist", empty_label="Every checklist", choices=()
    )
    state = django_filters.ChoiceFilter(choices=AuditState.choices, label="State", empty_label="Every state")

    class Meta:
        model = Audit
        fields = ("term", "school", "checklist", "state")

    def __init__(self, *args: Any, titles: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["checklist"].extra["choices"] = [(title, title) for title in titles]


class ReviewFilter(django_filters.FilterSet):
    """Which reviews are listed."""

    school = django_filters.ModelChoiceFilter(queryset=_schools, label="School", empty_label="Every school")
    kind = django_filters.ChoiceFilter(choices=ReviewKind.choices, label="Kind", empty_label="Every kind")
    waiting = django_filters.BooleanFilter(
        field_name="reported_on",
        lookup_expr="isnull",
        label="Report",
    )

    class Meta:
        model = Review
        fields = ("school", "kind", "waiting")
