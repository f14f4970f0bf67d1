"""Fields of forms with the portal's own words for what is missing, too long or none of the answers."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import QuerySet

SELECT: Final = {"class": "form-select"}
CONTROL: Final = {"class": "control"}
NUMBER: Final = {"class": "control control-number", "inputmode": "numeric"}
CHOOSE: Final = "Choose one of the list."


class WholeNumber(forms.IntegerField):
    """A count, in our own words where it is none."""

    def __init__(self, **options: Any) -> None:
        low, high = options["min_value"], options["max_value"]
        said = f"Give a whole number from {low} to {high}."
        errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
        super().__init__(widget=forms.TextInput(attrs=NUMBER), error_messages=errors, **options)


def line(label: str, most: int, *, missing: str = "", **options: Any) -> forms.CharField:
    """One line of text; `missing` is what is said where it is left out, and makes it required."""
    errors = {"max_length": f"Use at most {most} characters; this has %(show_value)d."}
    errors |= {"required": missing} if missing else {}
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        error_messages=errors,
        widget=forms.TextInput(attrs=CONTROL),
        **options,
    )


def words(label: str, most: int, *, missing: str = "", rows: int = 4, **options: Any) -> forms.CharField:
    """A few sentences."""
    field = line(label, most, missing=missing, **options)
    field.widget = forms.Textarea(attrs={"rows": rows, **CONTROL})
    field.widget.is_required = field.required
    return field


def email_line(label: str, help_text: str = "", *, fill: str = "off") -> forms.EmailField:
    """An e-mail address; `fill` is what the browser may fill in by itself."""
    wrong = "Give an e-mail address such as name@trust.example."
    return forms.EmailField(
        label=label,
        max_length=254,
        help_text=help_text,
        error_messages={"required": wrong, "invalid": wrong},
        widget=forms.EmailInput(attrs={**CONTROL, "autocomplete": fill}),
    )


def link(label: str, help_text: str = "") -> forms.URLField:
    """The address of something that is kept elsewhere."""
    return forms.URLField(
        label=label,
        required=False,
        max_length=500,
        help_text=help_text,
        assume_scheme="https",
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"invalid": "Give an address such as https://example.org/report.pdf."},
    )


def chosen(label: str, rows: QuerySet[Any], *, empty: str, required: bool = False) -> forms.ModelChoiceField:
    """One row of a list; anything else is refused in words."""
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        required=required,
        empty_label=empty,
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
        widget=forms.Select(attrs=SELECT),
    )
