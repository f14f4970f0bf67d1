"""Forms of the register: the files that are sent in, and what is chosen of what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from django import forms

from schools.gias.comparing import SHORT, Comparison, Leaver, Proposal
from schools.gias.taking import Chosen
from trust.forms import DayField

NOTHING_SENT = "Choose the register’s file of schools, the file of group links, or both."


def _file(label: str, hint: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=hint,
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "control", "accept": ".csv,text/csv"}),
    )


class SendForm(forms.Form):
    """The files, each told by its headings whichever field it stands in, and the group that is wanted."""

    group = forms.CharField(
        label="The trust in the register",
        max_length=120,
        help_text="Its name, its UID such as 5690, its TR number or its company number.",
        error_messages={"required": "Say which trust’s schools are wanted."},
    )
    schools = _file(
        "File of schools", "A download of establishment fields: all of England, or your trust’s alone."
    )
    links = _file(
        "File of group links", "Says who belongs to the trust and since when; with it, who has left."
    )
    earlier = _file("List of earlier URNs", "Two columns, URN and PREDECESSOR_URN; most files need none.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not list(self.files_sent()):
            self.add_error("schools", NOTHING_SENT)
        return cleaned

    def files_sent(self) -> Iterator[tuple[str, IO[bytes]]]:
        for name in ("schools", "links", "earlier"):
            file = self.cleaned_data.get(name)
            if file:
                yield str(file.name), file.file


class ChoiceForm(forms.Form):
    """What is taken over: a tick for each school that is new, changed or gone; what is gone has none yet."""

    def __init__(self, found: Comparison, data: Any = None) -> None:
        super().__init__(data, auto_id="take_%s")
        self.found = found
        for each in found.new:
            if not each.problem:
                self._tick(f"new-{each.urn}", f"Add {each.fields['name']}", ticked=True)
                self.fields[f"short-{each.urn}"] = forms.CharField(
                    label="Short name", max_length=SHORT, initial=each.fields["short_name"], required=False
                )
        for each in found.changed:
            self._tick(f"changed-{each.urn}", f"Change {each.fields.get('name', each.urn)}", ticked=True)
        for leaver in found.leavers:
            urn = leaver.school.urn
            self._tick(f"left-{urn}", f"{leaver.school.name} has left", ticked=False)
            self.fields[f"day-{urn}"] = DayField(
                label="First day on which it was no longer a member", required=False, initial=leaver.day
            )

    def _tick(self, name: str, label: str, *, ticked: bool) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=ticked)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for each in self.found.new:
            if cleaned.get(f"new-{each.urn}") and not (cleaned.get(f"short-{each.urn}") or "").strip():
                self.add_error(f"short-{each.urn}", "Give it a short name.")
        for leaver in self.found.leavers:
            day = f"day-{leaver.school.urn}"
            if cleaned.get(f"left-{leaver.school.urn}") and not cleaned.get(day) and day not in self.errors:
                self.add_error(day, "Give the day from which it was no longer a member.")
        return cleaned

    def chosen(self, seen: str) -> Chosen:
        """What was ticked, for the action."""
        told = self.cleaned_data
        new = {each.urn: told[f"short-{each.urn}"] for each in self.found.new if told.get(f"new-{each.urn}")}
        changed = frozenset(each.urn for each in self.found.changed if told[f"changed-{each.urn}"])
        left: dict[str, date] = {
            each.school.urn: told[f"day-{each.school.urn}"]
            for each in self.found.leavers
            if told[f"left-{each.school.urn}"]
        }
        return Chosen(seen, new, changed, left)

    @property
    def new(self) -> list[tuple[Proposal, Any, Any]]:
        """Each new school with its tick and its short name; neither where it cannot be taken over."""
        return [
            (each, self._field(f"new-{each.urn}"), self._field(f"short-{each.urn}"))
            for each in self.found.new
        ]

    @property
    def changed(self) -> list[tuple[Proposal, Any]]:
        return [(each, self._field(f"changed-{each.urn}")) for each in self.found.changed]

    @property
    def leavers(self) -> list[tuple[Leaver, Any, Any]]:
        return [
            (each, self._field(f"left-{each.school.urn}"), self._field(f"day-{each.school.urn}"))
            for each in self.found.leavers
        ]

    def _field(self, name: str) -> Any:
        return self[name] if name in self.fields else None
