"""The forms of those who share out a return and of the chair of governors who speaks to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from trust.models import User

SOMEBODY_ELSE = "Somebody else, by e-mail"
ADDRESS_HINT = "They get an e-mail with a link to the section, and may fill it in until the term ends."


class HandForm(forms.Form):
    """Whom a section is handed to: a colleague of the list, or a name and an e-mail address."""

    to = forms.ModelChoiceField(
        label="Colleague",
        queryset=User.objects.none(),
        required=False,
        empty_label=SOMEBODY_ELSE,
        error_messages={
            "invalid_choice": "Choose somebody of the list, or give a name and an e-mail address."
        },
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    name = forms.CharField(
        label="Name", max_length=120, required=False, widget=forms.TextInput(attrs={"class": "control"})
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        help_text=ADDRESS_HINT,
        error_messages={"invalid": "Give an e-mail address such as name@school.example."},
        widget=forms.EmailInput(attrs={"class": "control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("to") or self.errors:
            return given
        if not given.get("name"):
            self.add_error("name", "Give the name, or choose a colleague of the list.")
        if not given.get("email"):
            self.add_error("email", "Give the e-mail address, or choose a colleague of the list.")
        return given


class GovernorsForm(forms.Form):
    """What the chair of governors says; the action counts the words."""

    text = forms.CharField(
        label="Your comment",
        max_length=2000,
        error_messages={"required": "Say what you think of the return."},
        widget=forms.Textarea(attrs={"class": "control grows", "rows": 5, "data-words": "100"}),
    )
