"""Forms of the calendar: the dates of a term, and days on which schools are closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from schools.calendar.order import LABELS
from schools.models import ClosedKind, School
from trust.forms import DayField

ALL_SCHOOLS = "all"
HINTS = {
    "returns_open": "They open by themselves on the morning of that day, and heads are told.",
    "returns_due": "On time until midnight. Reminders go out seven school days and one school day before.",
    "returns_close": "After this day nothing can be typed or submitted without more time.",
    "ratings_due": "For those who answer for milestones.",
    "issue_on": "Heads read their pages two school days before.",
    "ends": "The first day that no longer belongs to this term.",
}


class TermForm(forms.Form):
    """The dates of one term; their order is checked by the action."""

    starts = DayField(label=LABELS["starts"])
    ends = DayField(label=LABELS["ends"], help_text=HINTS["ends"])
    returns_open = DayField(label=LABELS["returns_open"], help_text=HINTS["returns_open"], required=False)
    returns_due = DayField(label=LABELS["returns_due"], help_text=HINTS["returns_due"], required=False)
    returns_close = DayField(label=LABELS["returns_close"], help_text=HINTS["returns_close"], required=False)
    ratings_due = DayField(label=LABELS["ratings_due"], help_text=HINTS["ratings_due"], required=False)
    issue_on = DayField(label=LABELS["issue_on"], help_text=HINTS["issue_on"], required=False)
    board_date = DayField(label=LABELS["board_date"], required=False)


class ClosedDaysForm(forms.Form):
    """Days to close; the schools to choose from are handed in."""

    kind = forms.ChoiceField(
        label="What",
        choices=[choice for choice in ClosedKind.choices if choice[0] != ClosedKind.BANK_HOLIDAY],
    )
    first = DayField(label="First day")
    last = DayField(label="Last day", required=False, help_text="Leave it blank for a single day.")
    school = forms.ChoiceField(label="Where")
    note = forms.CharField(label="Note", max_length=120, required=False)

    def __init__(self, *args: Any, schools: Iterable[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {school.slug: school for school in schools}
        field = self.fields["school"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (ALL_SCHOOLS, "All schools"),
            *((slug, school.name) for slug, school in self.schools.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """One day, where only the first is given; the chosen school, None for all."""
        given = dict(self.cleaned_data)
        given["last"] = given.get("last") or given.get("first")
        given["school"] = self.schools.get(given.get("school", ""))
        return given
