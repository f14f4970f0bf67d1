"""What the list of editions is narrowed by."""

from __future__ import annotations

import django_filters

from governance.models import Edition, TrustUpdate
from trust.models import Term


class EditionFilter(django_filters.FilterSet):
    """Which editions are listed; the choices stand in the address."""

    edition = django_filters.ChoiceFilter(
        choices=[choice for choice in Edition.choices if choice[0] != Edition.BOARD],
        label="Edition",
        empty_label="Every edition",
    )
    term = django_filters.ModelChoiceFilter(
        queryset=Term.objects.filter(updates__isnull=False).distinct(), label="Term", empty_label="Every term"
    )

    class Meta:
        model = TrustUpdate
        fields = ("edition", "term")
