"""What the list of the register is narrowed by."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from governance.bodies.filters import seen_bodies
from governance.bodies.sight import held_on
from governance.models import Seat
from trust import clock


class RegisterFilter(django_filters.FilterSet):
    """Of those in the register, whose seats are shown."""

    name = django_filters.CharFilter(field_name="person__name", lookup_expr="icontains", label="Name")
    body = django_filters.ModelChoiceFilter(queryset=seen_bodies, label="Body", empty_label="Every body")
    when = django_filters.ChoiceFilter(
        choices=[("now", "Serves today"), ("left", "Left in the last 12 months")],
        label="Who",
        empty_label="Everyone",
        method="of_time",
    )

    class Meta:
        model = Seat
        fields = ("name", "body", "when")

    def of_time(self, found: QuerySet[Seat], _name: str, value: str) -> QuerySet[Seat]:
        serves = Q(pk__in=held_on(clock.today()).values("pk"))
        return found.filter(serves if value == "now" else ~serves)
