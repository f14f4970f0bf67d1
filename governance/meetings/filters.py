"""What the list of meetings is narrowed by; a reader chooses from what they may see, and no more."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from governance.meetings.sight import bodies_met
from governance.models import Meeting, MeetingState
from schools.models import Body
from trust.terms import year_name


def seen_bodies(request: Any) -> QuerySet[Body]:
    return bodies_met(request.user)


class MeetingFilter(django_filters.FilterSet):
    """Which meetings are listed; the choices stand in the address."""

    body = django_filters.ModelChoiceFilter(queryset=seen_bodies, label="Body", empty_label="Every body")
    state = django_filters.ChoiceFilter(
        choices=MeetingState.choices, label="State", empty_label="Every state"
    )
    year = django_filters.ChoiceFilter(field_name="term__year", label="Year", empty_label="Every year")

    class Meta:
        model = Meeting
        fields = ("body", "state", "year")

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["year"].extra["choices"] = [(year, year_name(year)) for year in years]
