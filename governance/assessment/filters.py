"""What the list of rounds is narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from governance.assessment.sight import rounds_for
from governance.models import RoundState, SelfAssessment
from schools.models import Body


def seen_bodies(request: Any) -> QuerySet[Body]:
    """The bodies of the rounds that whoever looks may open."""
    return Body.objects.filter(self_assessments__in=rounds_for(request.user)).distinct()


class RoundFilter(django_filters.FilterSet):
    """Which rounds are listed."""

    body = django_filters.ModelChoiceFilter(
        queryset=seen_bodies,
        label="Body",
        empty_label="Every body",
    )
    state = django_filters.ChoiceFilter(choices=RoundState.choices, label="State", empty_label="Every state")

    class Meta:
        model = SelfAssessment
        fields = ("body", "state")
