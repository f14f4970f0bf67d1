"""The forms in which a plan is sent in, and in which it is said what edition it becomes."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kpis.actions.uploads import safe_name
from kpis.evidence import NotTaken, kind_of
from kpis.evidence_text import text_of
from kpis.pupil_data import worries
from milestones.actions import NewEdition
from milestones.imports.decoding import LARGEST_FILE
from milestones.models import Plan, PlanState
from trust.forms import OneOf, PrintedDayField
from trust.tables import is_laid

MEGABYTE: Final = 1024 * 1024
LONGEST_TITLE: Final = 160
LONGEST_FACT: Final = 120
ACCEPTED: Final = ".docx,.xlsx,.csv,.txt,.tsv"
PASTED: Final = "Pasted text"
LIST_OF_NAMES: Final = "a list of names"  # a plan names who leads what
CHOOSE_ONE = "Choose a file, or paste the text."


class SendForm(forms.Form):
    """A file or a pasted text; its size is checked before any of it is read.

    `is_doubted` says that it looks like pupil data, and that a tick is asked for before it is kept.
    """

    is_doubted = False

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
    sure = forms.BooleanField(label="I have looked: it names no pupil", required=False)
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
        if not self.errors and not given.get("sure"):
            self._ask_about_pupils("file" if has_file else "text")
        return given

    def _ask_about_pupils(self, field: str) -> None:
        """Nothing is kept of what looks like data about single pupils before somebody has looked again."""
        found = [each for each in worries(_text_of(self.sent()[1])) if each != LIST_OF_NAMES]
        if found:
            self.is_doubted = True
            words = f"This looks like pupil data: it seems to hold {' and '.join(found)}. A plan holds none."
            self.add_error(field, f"{words} Nothing was kept. Take it out, or say below that it is none.")

    def sent(self) -> tuple[str, bytes]:
        """The name and the bytes of what was sent."""
        file = self.cleaned_data["file"]
        if file:
            file.seek(0)
            return safe_name(file.name or "file"), file.read()
        return PASTED, self.cleaned_data["text"].encode()


def _text_of(content: bytes) -> str:
    if not is_laid(content):
        return content.decode(errors="replace")
    try:
        return text_of(content, kind_of(content))
    except NotTaken:
        return ""  # the reader says what is wrong with it


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
