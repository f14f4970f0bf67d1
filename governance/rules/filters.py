"""What the lists of the room are narrowed by; a reader chooses from what they may see, and no more."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from governance.filters import KeptFilter
from governance.models import Obligation, ObligationDate, Policy
from governance.rules.queries import SOON
from schools.audits.queries import schools_seen
from schools.models import Body, School
from trust import clock


def _schools(request: Any) -> QuerySet[School]:
    return schools_seen(request.user)


def _bodies(_request: Any) -> QuerySet[Body]:
    return Body.objects.filter(policies__isnull=False).distinct()


class PolicyFilter(django_filters.FilterSet):
    """Which policies are listed."""

    school = django_filters.ModelChoiceFilter(
        queryset=_schools, label="Whose", empty_label="The trust’s and every school’s"
    )
    body = django_filters.ModelChoiceFilter(queryset=_bodies, label="Approved by", empty_label="Every body")
    review = django_filters.ChoiceFilter(
        choices=[("late", "Overdue"), ("soon", "Overdue or within 60 days")],
        label="Review",
        empty_label="Any time",
        method="by_review",
    )

    class Meta:
        model = Policy
        fields = ("school", "body", "review")

    def by_review(self, found: QuerySet[Policy], _name: str, value: str) -> QuerySet[Policy]:
        today = clock.today()
        if value == "late":
            return found.filter(next_review__lt=today)
        return found.filter(Q(next_review__isnull=True) | Q(next_review__lte=today + SOON))


class DateFilter(django_filters.FilterSet):
    """Which dates of the year are listed."""

    school = django_filters.ModelChoiceFilter(
        queryset=_schools, label="Whose", empty_label="The trust’s and every school’s"
    )
    state = django_filters.ChoiceFilter(
        choices=[("to-do", "Not done yet"), ("late", "Overdue"), ("open", "Not confirmed"), ("done", "Done")],
        label="State",
        empty_label="Every state",
        method="by_state",
    )

    class Meta:
        model = ObligationDate
        fields = ("school", "state")

    def by_state(self, found: QuerySet[ObligationDate], _name: str, value: str) -> QuerySet[ObligationDate]:
        kept = {
            "to-do": Q(done_on__isnull=True),
            "late": Q(done_on__isnull=True, due_on__lt=clock.today()),
            "open": Q(due_on__isnull=True),
            "done": Q(done_on__isnull=False),
        }
        return found.filter(kept[value])


class ObligationFilter(KeptFilter):
    """Which obligations are listed: those that are kept, unless the address asks for the others."""

    whose = django_filters.ChoiceFilter(
        field_name="is_per_school",
        choices=[("True", "Each school’s"), ("False", "The trust’s")],
        label="Whose",
        empty_label="Everybody’s",
    )
    state = django_filters.ChoiceFilter(
        choices=[("off", "Kept no more")], label="State", empty_label="Kept", method="any_state"
    )

    class Meta:
        model = Obligation
        fields = ("whose", "state")
