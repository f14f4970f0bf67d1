"""What the lists of the room are narrowed by."""

from __future__ import annotations

import django_filters

from governance.models import ActivityForm, ActivityState, TrainingActivity
from schools.models import Body


class ActivityFilter(django_filters.FilterSet):
    """Which activities are listed."""

    state = django_filters.ChoiceFilter(
        choices=ActivityState.choices, label="State", empty_label="Every state"
    )
    form = django_filters.ChoiceFilter(choices=ActivityForm.choices, label="Kind", empty_label="Every kind")
    bodies = django_filters.ModelChoiceFilter(
        queryset=Body.objects.filter(closed_on__isnull=True), label="For", empty_label="Everyone"
    )

    class Meta:
        model = TrainingActivity
        fields = ("state", "form", "bodies")
