"""What the lists of the room are narrowed by; a reader chooses from what they may see, and no more."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery

from governance.bodies.filters import seen_bodies
from governance.duties import sight
from governance.models import Declaration, DeclarationState, InterestKind
from trust import clock
from trust.models import User
from trust.terms import academic_year, year_name

OWES = [("owing", "Owe something"), ("late", "Are late"), ("done", "Have done everything")]


class InterestFilter(django_filters.FilterSet):
    """Whose declarations are listed: the last of each person, unless the address asks for a year."""

    name = django_filters.CharFilter(field_name="person__name", lookup_expr="icontains", label="Name")
    body = django_filters.ModelChoiceFilter(
        field_name="person__seats__body",
        queryset=seen_bodies,
        label="Body",
        empty_label="Every body",
        distinct=True,
    )
    kind = django_filters.ChoiceFilter(
        field_name="interests__kind",
        choices=InterestKind.choices,
        label="Kind",
        empty_label="Every kind",
        distinct=True,
    )
    year = django_filters.ChoiceFilter(label="Year", empty_label="The latest of each")
    state = django_filters.ChoiceFilter(
        choices=DeclarationState.choices, label="State", empty_label="Every state"
    )

    class Meta:
        model = Declaration
        fields = ("name", "body", "kind", "year", "state")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.seen: QuerySet[Declaration] = self.queryset
        years = self.seen.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, year_name(year)) for year in years]
        if self.request is not None and not sight.sees_hidden(self.request.user):
            del self.filters["state"]

    @property
    def qs(self) -> QuerySet[Declaration]:
        found: QuerySet[Declaration] = super().qs
        if self.form.cleaned_data.get("year"):
            return found
        own = self.seen.filter(person=OuterRef("person")).order_by("-year").values("pk")[:1]
        recent = found.filter(year__gte=academic_year(clock.today()) - 1)
        return recent.filter(pk=Subquery(own))


class PersonFilter(django_filters.FilterSet):
    """Whose year is listed."""

    name = django_filters.CharFilter(lookup_expr="icontains", label="Name")
    body = django_filters.ModelChoiceFilter(
        field_name="seats__body", queryset=seen_bodies, label="Body", empty_label="Every body", distinct=True
    )
    state = django_filters.ChoiceFilter(choices=OWES, label="Who", empty_label="Everyone", method="of_state")

    class Meta:
        model = User
        fields = ("name", "body", "state")

    def of_state(self, found: QuerySet[User], _name: str, _value: str) -> QuerySet[User]:
        """What somebody owes is reckoned and not stored, so the list is narrowed by it afterwards."""
        return found
