"""Noting a highlight."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.highlights.queries import schools_to_note, sees_trust
from governance.models.highlight import LONGEST
from schools.access import Person
from schools.models import School
from trust.forms import DayField


class HighlightForm(forms.Form):
    """What went well, where, and when."""

    text = forms.CharField(
        label="What went well",
        max_length=LONGEST,
        help_text="One or two sentences; name no pupil.",
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
        error_messages={"required": "Say what went well."},
    )
    school = forms.ModelChoiceField(queryset=School.objects.none(), label="Where", required=False)
    on = DayField(label="When")
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, user: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.fields["school"]
        assert isinstance(school, forms.ModelChoiceField)
        school.queryset, school.empty_label = schools_to_note(user).order_by("name"), "The trust"
        if not sees_trust(user):
            school.required, school.empty_label = True, "Choose a school"
            school.error_messages["required"] = "Choose a school."
