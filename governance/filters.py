"""What filters of the trust's own lists share."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet


class KeptFilter(django_filters.FilterSet):
    """Which entries of a kept list are shown: those kept today, unless `state=off` asks for the others.

    A subclass has a `state` with `method="any_state"`, since it says in its own words what the choices are.
    """

    def any_state(self, found: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Applied below, since it applies without a choice too."""
        return found

    @property
    def qs(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().qs
        return found.filter(retired_on__isnull=self.data.get("state") != "off")
