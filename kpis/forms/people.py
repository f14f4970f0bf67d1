"""The forms of those who share out a return and of the chair of governors who speaks to it."""

from __future__ import annotations

from django import forms

from schools.forms import ColleagueForm

LONGEST = 2000


class HandForm(ColleagueForm):
    """Whom a section is handed to."""


class GovernorsForm(forms.Form):
    """What the chair of governors says; the action counts the words."""

    text = forms.CharField(
        label="Your comment",
        max_length=LONGEST,
        error_messages={"required": "Say what you think of the return."},
        widget=forms.Textarea(attrs={"class": "control grows", "rows": 5, "data-words": "100"}),
    )
