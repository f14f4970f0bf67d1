"""What the list of where schools stand is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from schools.categories.queries import Row
from schools.models import Rung


class StandingFilter(forms.Form):
    """The address is the filter: a rung, or those who have not been judged yet."""

    rung = forms.ChoiceField(label="Rung", required=False)

    def __init__(self, given: Any, *, rungs: Sequence[Rung]) -> None:
        super().__init__(given)
        field: Any = self.fields["rung"]
        field.choices = [
            ("", "Every rung"),
            *((str(rung.number), rung.name) for rung in rungs),
            ("none", "Nothing yet"),
        ]

    def narrow(self, rows: list[Row]) -> list[Row]:
        """The rows whose term now is on that rung; an answer that is none narrows nothing."""
        asked = self.cleaned_data.get("rung", "") if self.is_valid() else ""
        if not asked:
            return rows
        if asked == "none":
            return [row for row in rows if row.now.rung is None]
        return [row for row in rows if row.now.rung and str(row.now.rung.number) == asked]
