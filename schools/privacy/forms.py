"""The form of whom to turn to about personal data, and of the days of the retention schedule."""

from __future__ import annotations

from typing import Any

from django import forms

from schools.privacy.actions import CONTACTS
from trust.models import Trust
from trust.retention import days_of, schedule


class PrivacyForm(forms.Form):
    """Contacts, and one field for each row of the schedule whose days a trust may choose."""

    data_lead_name = forms.CharField(required=False, max_length=120, label="Who leads on data protection")
    data_lead_email = forms.EmailField(required=False, label="Their email address")
    access_email = forms.EmailField(
        required=False, label="Email address for accessibility",
        help_text="Where somebody writes who cannot use a page, or needs a document in another form.",
    )  # fmt: skip
    ico_number = forms.CharField(
        required=False, max_length=12, label="Registration with the Information Commissioner",
        help_text="It begins with Z or ZA and stands in the public register.",
    )  # fmt: skip

    def __init__(self, trust: Trust, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(trust, name) for name in CONTACTS})
        for row in schedule():
            if row.is_settable:
                self.fields[row.slug] = forms.IntegerField(
                    label=f"{row.what}, days", min_value=row.least, max_value=row.most,
                    initial=days_of(row, trust.kept_for),
                    help_text=f"{row.why} From {row.least} to {row.most} days.",
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "control-short"}),
                )  # fmt: skip

    @property
    def contacts(self) -> list[forms.BoundField]:
        return [self[name] for name in CONTACTS]

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in CONTACTS]

    @property
    def given_contacts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CONTACTS}

    @property
    def given_days(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in self.fields if name not in CONTACTS}
