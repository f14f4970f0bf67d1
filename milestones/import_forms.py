"""The forms in which a plan is sent in, and in which it is said what edition it becomes."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kpis.actions.uploads import safe_name
from milestones.actions import NewEdition
from milestones.imports.decoding import LARGEST_FILE
from milestones.models import Plan, PlanState
from trust.forms import OneOf, PrintedDayField

MEGABYTE: Final = 1024 * 1024
LONGEST_TITLE: Final = 160
LONGEST_FACT: Final = 120
ACCEPTED: Final = ".docx,.xlsx,.csv,.txt,.tsv"
PASTED: Final = "Pasted text"
CHOOSE_ONE = "Choose a file, or paste the text."


class SendForm(forms.Form):
    """A file or a pasted text; its size is checked before any of it is read."""

    file = forms.FileField(
        label="A file",
        required=False,
        help_text="Word (.docx), Excel (.xlsx), CSV or plain text, of at most 5 MB.",
        error_messages={"empty": "The file is empty.", "invalid": CHOOSE_ONE},
        widget=forms.FileInput(attrs={"class": "control", "accept": ACCEPTED}),
    )
    text = forms.CharField(
        label="Or the text of it",
        required=False,
        strip=False,
        help_text="As copied from a PDF or a spreadsheet, with its tabs and line ends.",
        widget=forms.Textarea(attrs={"rows": 6, "class": "control sent-text", "spellcheck": "false"}),
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Load the page again.", "invalid": "Load the page again."},
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(f"The file is larger than {LARGEST_FILE // MEGABYTE} MB.")
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        has_file, has_text = bool(given.get("file")), bool((given.get("text") or "").strip())
        if not self.errors and has_file == has_text:
            self.add_error("file", "Send either the file or the text, not both." if has_file else CHOOSE_ONE)
        return given

    def sent(self) -> tuple[str, bytes]:
        """The name and the bytes of what was sent."""
        file = self.cleaned_data["file"]
        if file:
            return safe_name(file.name or "file"), file.read()
        return PASTED, self.cleaned_data["text"].encode()


class _Editions(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class EditionForm(forms.Form):
    """What edition an import becomes. `seen_version` is that of the answers on the page."""

    title = forms.CharField(
        label="Title of the edition",
        max_length=LONGEST_TITLE,
        help_text="As it stands on the cover. Each edition has its own.",
        error_messages={"required": "Give the edition a title."},
    )
    state = OneOf(
        label="Has the board adopted it?",
        choices=[(PlanState.ADOPTED, "Yes, it is adopted"), (PlanState.DRAFT, "Not yet, it is a draft")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the board has adopted it."},
    )
    adopted_on = PrintedDayField(label="Adopted on", required=False)
    approved_by = forms.CharField(
        label="Approved by", max_length=LONGEST_FACT, required=False, help_text="Such as the trust board."
    )
    minute = forms.CharField(
        label="Minute", max_length=LONGEST_FACT, required=False, help_text="Where the decision can be found."
    )
    supersedes = _Editions(
        Plan.objects.none(),
        label="Which edition does it follow?",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose one of the editions in the list, or none."},
    )
    carries_on = forms.BooleanField(required=False)
    colours = forms.BooleanField(required=False)
    seen_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, given: Any, *, editions: Any, **options: Any) -> None:
        super().__init__(given, **options)
        followed = self.fields["supersedes"]
        assert isinstance(followed, forms.ModelChoiceField)
        followed.queryset = editions

    def edition(self) -> NewEdition:
        given = self.cleaned_data
        adopted = given["state"] == PlanState.ADOPTED
        return NewEdition(
            title=given["title"],
            state=given["state"],
            approved_by=given["approved_by"] if adopted else "",
            adopted_on=given["adopted_on"] if adopted else "",
            minute=given["minute"] if adopted else "",
            supersedes=given["supersedes"],
        )
