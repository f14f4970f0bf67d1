"""What the lists of the room are narrowed by; a reader chooses from what they may see, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import django_filters
from django.db.models import Q, QuerySet

from governance.bodies.queries import ending_soon
from governance.bodies.sight import bodies_for, held_on
from governance.models import Seat, SeatTask
from schools import access
from schools.access import Permission
from schools.models import Body, BodyKind, School
from trust import clock

YEAR: Final = timedelta(days=365)


def seen_schools(request: Any) -> QuerySet[School]:
    """The schools that whoever looks may choose from."""
    return access.schools_for(request.user, Permission.SEE_BODIES)


def seen_bodies(request: Any) -> QuerySet[Body]:
    """The bodies that whoever looks may choose from."""
    return bodies_for(request.user)


class BodyFilter(django_filters.FilterSet):
    """Which bodies are listed; the choices stand in the address."""

    kind = django_filters.ChoiceFilter(choices=BodyKind.choices, label="Kind", empty_label="Every kind")
    school = django_filters.ModelChoiceFilter(
        field_name="schools_governed",
        queryset=seen_schools,
        label="School",
        empty_label="Every school",
    )
    state = django_filters.ChoiceFilter(
        choices=[("closed", "Closed"), ("all", "Open and closed")],
        label="State",
        empty_label="Open",
        method="of_state",
    )

    class Meta:
        model = Body
        fields = ("kind", "school", "state")

    def of_state(self, found: QuerySet[Body], _name: str, value: str) -> QuerySet[Body]:
        return found.filter(closed_on__isnull=False) if value == "closed" else found

    @property
    def qs(self) -> QuerySet[Body]:
        found: QuerySet[Body] = super().qs
        return found if self.data.get("state") in ("closed", "all") else found.filter(closed_on__isnull=True)


class SeatFilter(django_filters.FilterSet):
    """Whose seats are listed: today's, unless the address asks for others."""

    name = django_filters.CharFilter(field_name="person__name", lookup_expr="icontains", label="Name")
    body = django_filters.ModelChoiceFilter(queryset=seen_bodies, label="Body", empty_label="Every body")
    when = django_filters.ChoiceFilter(
        choices=[
            ("soon", "Ends within 90 days"),
            ("left", "Left in the last 12 months"),
            ("all", "Everyone ever"),
        ],
        label="Who",
        empty_label="Serves today",
        method="any_time",
    )

    class Meta:
        model = Seat
        fields = ("name", "body", "when")

    def any_time(self, found: QuerySet[Seat], _name: str, _value: str) -> QuerySet[Seat]:
        """Applied below, since it applies without a choice too."""
        return found

    @property
    def qs(self) -> QuerySet[Seat]:
        found: QuerySet[Seat] = super().qs
        when, today = self.data.get("when"), clock.today()
        if when == "all":
            return found
        if when == "left":
            left = Q(ends__lte=today, ends__gt=today - YEAR) | Q(left_on__lte=today, left_on__gt=today - YEAR)
            return found.filter(left)
        found = found.filter(pk__in=held_on(today).values("pk"))
        return found.filter(pk__in=ending_soon(today).values("pk")) if when == "soon" else found


class TaskFilter(django_filters.FilterSet):
    """Which steps are listed."""

    body = django_filters.ModelChoiceFilter(
        field_name="seat__body", queryset=seen_bodies, label="Body", empty_label="Every body"
    )

    class Meta:
        model = SeatTask
        fields = ("body",)
