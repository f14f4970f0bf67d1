"""The forms of evidence: a file for one answer, and an auditor's word on a figure."""

from __future__ import annotations

from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kpis.evidence import LARGEST, MEGABYTE, TAKES

LONGEST_WORDS: Final = 600
ACCEPTED: Final = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
CHOOSE: Final = "Choose a file first."


class DocumentForm(forms.Form):
    """A file given as evidence, and the tick that is asked for where it looks like pupil data."""

    file = forms.FileField(
        label="The file",
        help_text=f"{TAKES}, up to {LARGEST // MEGABYTE} MB. No pupil data: a summary is enough.",
        error_messages={
            "required": CHOOSE,
            "missing": CHOOSE,
            "invalid": CHOOSE,
            "empty": "The file is empty.",
        },
        widget=forms.FileInput(attrs={"class": "control", "accept": ACCEPTED}),
    )
    sure = forms.BooleanField(required=False, label="Save it all the same: it names no child")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            words = f"The file is larger than {LARGEST // MEGABYTE} MB. Send a smaller one, or give a link."
            raise forms.ValidationError(words)
        return file


class ValidateForm(forms.Form):
    """What an auditor or reviewer checked, and against what."""

    words = forms.CharField(
        label="What you checked, and against what",
        help_text="Everybody who sees this figure reads it, with your name and the day.",
        max_length=LONGEST_WORDS,
        error_messages={
            "required": "Say what you checked, and against what.",
            "max_length": f"Use at most {LONGEST_WORDS} characters.",
        },
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
