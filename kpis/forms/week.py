"""The form by which more time is given, or asked for."""

from __future__ import annotations

from django import forms

from kpis.actions.week import LONGEST_REASON
from trust.forms import DayField


class MoreTimeForm(forms.Form):
    """Until when, and why; whether that day gives more time is checked by the action."""

    until = DayField(label="Until", help_text="It is on time until midnight of that day.")
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why."},
        widget=forms.Textarea(attrs={"rows": 4, "data-count": LONGEST_REASON}),
    )
