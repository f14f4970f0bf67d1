"""What the lists of the room are narrowed by."""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.db.models import QuerySet

from governance.models import ActivityForm, ActivityState, Requirement, TrainingActivity
from governance.training.due import Standing
from governance.training.owing import OwedRow
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


class OwedFilter(django_filters.FilterSet):
    """Who owes what: rows that are worked out, so that the choices are applied to them and not to a query."""

    state = django_filters.ChoiceFilter(
        choices=[(str(each), str(each)) for each in Standing],
        label="State",
        empty_label="Every state",
        method="any_row",
    )
    requirement = django_filters.ModelChoiceFilter(
        queryset=Requirement.objects.filter(retired_on__isnull=True),
        label="Training",
        empty_label="All training",
        method="any_row",
    )
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.filter(closed_on__isnull=True),
        label="Sits on",
        empty_label="Any body",
        method="any_row",
    )

    class Meta:
        model = Requirement
        fields = ("state", "requirement", "body")

    def any_row(self, found: QuerySet[Requirement], _name: str, _value: object) -> QuerySet[Requirement]:
        """Applied by `left_of`."""
        return found

    def left_of(self, rows: Iterable[OwedRow]) -> list[OwedRow]:
        """The rows that are like what was chosen; all of them where a choice cannot be read."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        state, requirement, body = (chosen.get(name) for name in ("state", "requirement", "body"))
        return [
            row
            for row in rows
            if (not state or row.owed.standing == state)
            and (not requirement or row.requirement.pk == requirement.pk)
            and (not body or body.pk in row.sits_on)
        ]
