"""What of the board's picture is shown: chosen in the page's address, among what the reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django import forms

from kpis.queries.board import Board
from kpis.queries.narrowed import Wanted, phase_of
from kpis.rag import Mark

RATINGS: Final = (Mark.RED, Mark.AMBER, Mark.GREEN, Mark.OVERDUE, Mark.NOT_REPORTED)
UNKNOWN: Final = {"invalid_choice": "That is not on this page, so everything is shown."}


class _Choice(forms.ChoiceField):
    """One of some, or all; sent on its own as soon as it is chosen."""

    def __init__(self, label: str, everything: str) -> None:
        self.everything = everything
        picker = forms.Select(attrs={"data-auto-submit": ""})
        super().__init__(label=label, required=False, widget=picker, error_messages=UNKNOWN)


class GlanceForm(forms.Form):
    """Phase, area, rating and school; an address that asks for what the reader does not see shows all."""

    phase = _Choice("Phase", "All")
    area = _Choice("Area", "All")
    rating = _Choice("Rating", "Any")
    school = _Choice("School", "All")

    def __init__(self, board: Board, asked: Mapping[str, str]) -> None:
        super().__init__(asked, auto_id="glance_%s")
        self._offer("phase", [(phase_of(group), group.name) for group in board.groups])
        self._offer("area", [(column.area, column.short_name) for column in board.columns])
        self._offer("rating", [(mark.value, mark.word) for mark in RATINGS])
        self._offer("school", [(row.slug, row.short_name) for row in board.all_rows])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, _Choice)
        field.choices = [("", field.everything), *choices]

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what cannot be read leaves nothing out."""
        if not self.is_valid():
            return Wanted()
        chosen = self.cleaned_data
        rating = Mark(chosen["rating"]) if chosen["rating"] else None
        return Wanted(chosen["phase"], chosen["area"], rating, chosen["school"])

    @property
    def is_narrow(self) -> bool:
        return self.wanted != Wanted()
