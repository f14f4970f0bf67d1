"""What the list of warnings is narrowed by; a reader chooses from what they may see, and no more."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from kpis.models import CameTrue, KeptWarning
from schools import access


class WarningFilter(django_filters.FilterSet):
    """The warnings of one school, of one KPI, or with one ending."""

    school = django_filters.ChoiceFilter(
        field_name="school__slug", label="School", empty_label="Every school"
    )
    kpi = django_filters.ChoiceFilter(field_name="kpi__code", label="KPI", empty_label="Every KPI")
    came_true = django_filters.ChoiceFilter(
        choices=CameTrue.choices, label="Outcome", empty_label="Every outcome", method="of_outcome"
    )

    class Meta:
        model = KeptWarning
        fields = ("school", "kpi", "came_true")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seen = self.queryset.order_by()
        schools = access.schools_for(self.request.user).order_by("name").values_list("slug", "name")
        named = seen.order_by("kpi__code").values_list("kpi__code", "figure__definition__title")
        self.filters["school"].extra["choices"] = list(schools)
        self.filters["kpi"].extra["choices"] = list(dict(named).items())

    def of_outcome(self, seen: QuerySet[Any], _name: str, came_true: str) -> QuerySet[Any]:
        """An outcome that the reader has not been given is not known to them."""
        if came_true == CameTrue.UNKNOWN:
            return seen.filter(Q(came_true=came_true) | Q(sees_outcome=False))
        return seen.filter(came_true=came_true, sees_outcome=True)
