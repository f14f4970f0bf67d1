"""What the list of rounds is narrowed by."""

from __future__ import annotations

import django_filters

from governance.models import RoundState, SelfAssessment
from schools.models import Body


class RoundFilter(django_filters.FilterSet):
    """Which rounds are listed."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.filter(self_assessments__isnull=False).distinct(),
        label="Body",
        empty_label="Every body",
    )
    state = django_filters.ChoiceFilter(choices=RoundState.choices, label="State", empty_label="Every state")

    class Meta:
        model = SelfAssessment
        fields = ("body", "state")
