"""What the rows of a scheme are narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from governance.models import Part, SchemeMatter, SchemeParty


class MatterFilter(django_filters.FilterSet):
    """Whose part, and which."""

    party = django_filters.ModelChoiceFilter(
        field_name="cells__party", queryset=SchemeParty.objects.none(), label="Who", empty_label="Everyone"
    )
    part = django_filters.ChoiceFilter(
        choices=Part.choices, label="Part", empty_label="Any part", method="of_part"
    )

    class Meta:
        model = SchemeMatter
        fields = ("party", "part")

    def __init__(self, *args: Any, scheme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["party"].queryset = scheme.parties.all()
        self.form.fields["party"].queryset = scheme.parties.all()

    def of_part(self, found: QuerySet[SchemeMatter], _name: str, value: str) -> QuerySet[SchemeMatter]:
        # Of the party that was chosen, where one was: both in one condition, since a row has many cells.
        party = self.form.cleaned_data.get("party")
        held = {"cells__part": value} | ({"cells__party": party} if party else {})
        return found.filter(**held).distinct()
