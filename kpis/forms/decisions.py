"""The forms of those who sign, send back, judge and correct."""

from __future__ import annotations

from django import forms

from kpis.forms.entry import LONGEST_COMMENT, LONGEST_TEXT
from kpis.models.figure import JUDGED


class SignForm(forms.Form):
    """Signing a return: name and post, and the tick that stands for a signature."""

    signed_as = forms.CharField(
        label="Your name and post",
        max_length=160,
        error_messages={"required": "Give your name and post."},
        widget=forms.TextInput(attrs={"class": "control", "autocomplete": "off"}),
    )
    confirm = forms.BooleanField(
        label="These figures are right to the best of my knowledge, and I send them to the trust.",
        error_messages={"required": "Tick the box to sign the return."},
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class SendBackForm(forms.Form):
    """Why a return goes back."""

    reason = forms.CharField(
        label="What should be looked at again?",
        max_length=LONGEST_TEXT,
        error_messages={"required": "Say what should be looked at again."},
        widget=forms.Textarea(attrs={"class": "control", "rows": 4}),
    )


class JudgeForm(forms.Form):
    """A moderator's own rating of a figure."""

    mark = forms.ChoiceField(
        label="Your rating",
        choices=JUDGED,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose red, amber or green."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_COMMENT,
        error_messages={"required": "Say why you judge it so."},
        widget=forms.Textarea(attrs={"class": "control", "rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why a figure is corrected."""

    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=LONGEST_COMMENT,
        error_messages={"required": "Say why the figure is corrected."},
        widget=forms.Textarea(attrs={"class": "control", "rows": 2}),
    )
