"""The form that names an acting head."""

from __future__ import annotations

from schools.forms import ColleagueForm
from trust.forms import DayField


class ActingHeadForm(ColleagueForm):
    """Who acts as head, from when until when."""

    first = DayField(label="First day")
    last = DayField(label="Last day", help_text="A year at most; it can be ended earlier.")
