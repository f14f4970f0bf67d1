"""Forms of the scheme of delegation: a row with each party's part, a column, and publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.models import Part, SchemeParty
from trust.fields import SELECT, line
from trust.forms import DayField, OneOf


class MatterForm(forms.Form):
    """A row of the scheme; `part_<key>` for each party."""

    group = line("Group", 80, missing="Say to which group it belongs, such as Finance.")
    text = line("What is decided", 300, missing="Say what is decided, such as: Agree the budget.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: Iterable[SchemeParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = list(parties)
        for party in self.parties:
            choices = [("", "No part"), *Part.choices]
            self.fields[f"part_{party.pk}"] = OneOf(
                label=party.name, choices=choices, required=False, widget=forms.Select(attrs=SELECT)
            )

    @property
    def parts(self) -> dict[int, str]:
        return {party.pk: self.cleaned_data[f"part_{party.pk}"] for party in self.parties}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        parts = [cleaned.get(f"part_{party.pk}") for party in self.parties]
        if not self.errors and Part.DECIDES not in parts:
            raise forms.ValidationError("Somebody has to decide: give one of them the part “Decides”.")
        return cleaned


class PartyForm(forms.Form):
    """One more column."""

    name = line("Who", 80, missing="Say who it is, such as Chief financial officer.")


class PublishForm(forms.Form):
    """From when on the scheme is in force, and where the board agreed it."""

    starts = DayField(label="In force from")
    minute = line(
        "Minute",
        200,
        missing="Say where the board agreed it, such as: Board, 9 December 2026, minute 6.",
        help_text="Such as: Board, 9 December 2026, minute 6.",
    )
