"""How a person is chosen for something: from a list of colleagues, or by name and e-mail address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from trust.models import User

SOMEBODY_ELSE = "Somebody else, by e-mail"
CHOOSE = "Choose somebody of the list, or give a name and an e-mail address."


class ColleagueForm(forms.Form):
    """A colleague of the list, or somebody else by e-mail: `to`, or `name` and `email`."""

    to = forms.ModelChoiceField(
        label="Colleague",
        queryset=User.objects.none(),
        required=False,
        empty_label=SOMEBODY_ELSE,
        error_messages={"invalid_choice": CHOOSE},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    name = forms.CharField(
        label="Name", max_length=120, required=False, widget=forms.TextInput(attrs={"class": "control"})
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        help_text="They get an e-mail that says how to sign in.",
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
        if given.get("to") or {"to", "name", "email"} & set(self.errors):
            return given
        if not given.get("name"):
            self.add_error("name", "Give the name, or choose a colleague of the list.")
        if not given.get("email"):
            self.add_error("email", "Give the e-mail address, or choose a colleague of the list.")
        return given
