"""Choosing a file to send in."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from trust.tables import LARGEST_FILE

MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    """One spreadsheet; its size is checked before any of it is read."""

    file = forms.FileField(
        label="Your file",
        help_text="An .xlsx or .csv file of at most 5 MB.",
        error_messages={
            "required": "Choose a file first.",
            "missing": "Choose a file first.",
            "empty": "The file is empty.",
            "invalid": "Choose a file first.",
        },
        widget=forms.FileInput(attrs={"class": "control", "accept": ".xlsx,.csv,text/csv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(f"The file is larger than {LARGEST_FILE // MEGABYTE} MB.")
        return file
