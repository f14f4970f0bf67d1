"""Forms of remits: set on a page of their own or under an agenda item, and closed by a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import OnceForm, Words
from governance.meetings.forms import chosen, kpi_choice
from milestones.models import Priority
from schools.models import School
from trust.fields import SELECT, line
from trust.forms import OneOf
from trust.models import Term, User

NO_OWNER = "Choose a person, or name a post below."


class OwnedRemitForm(OnceForm):
    """What is to be done, who answers for it, and the return that answers it; the earliest term first."""

    text = Words(
        "What is to be done",
        "It stands at the top of the return until a meeting closes it.",
        "Write what is to be done.",
    )
    owner = chosen(
        "Who answers for it",
        User.objects.none(),
        empty="Nobody by name",
        help_text="A person, or a post: one of the two.",
    )
    owner_post = line("Or a post", 120, help_text="Such as the director of school improvement.")
    due_in = OneOf(label="To be answered in the return for", widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, terms: Iterable[Term], **options: Any) -> None:
        super().__init__(*args, **options)
        self.terms = {term.slug: term for term in terms}
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
        choices = [(slug, term.name) for slug, term in self.terms.items()]
        self.fields["due_in"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "owner" in given and given["owner"] is None and not given.get("owner_post"):
            self.add_error("owner", NO_OWNER)
        return given

    @property
    def due_term(self) -> Term:
        """The term that was chosen; only after the form has been found valid."""
        return self.terms[self.cleaned_data["due_in"]]


class RemitForm(OwnedRemitForm):
    """A remit on a page of its own: also what it is about, and where it was minuted."""

    kpi = kpi_choice()
    priority = chosen("Or a priority of the plan", Priority.objects.all(), empty="No priority")
    minute = line(
        "Minute",
        200,
        help_text="Where the board’s decision is minuted, such as Board, 9 July 2026, minute 5.1.",
    )
    field_order = ("text", "owner", "owner_post", "kpi", "priority", "due_in", "minute")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("kpi") and given.get("priority"):
            self.add_error("priority", "Choose a KPI or a priority, not both.")
        return given


class ItemRemitForm(OwnedRemitForm):
    """A remit under an agenda item, which says what it is about: also at which school."""

    school = chosen("School", School.objects.none(), empty="The executive")
    field_order = ("text", "school", "owner", "owner_post", "due_in")

    def __init__(self, *args: Any, schools: QuerySet[School], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]


class CloseRemitForm(forms.Form):
    """Why a meeting is content with what was done."""

    words = line("Why the board is content", 300, missing="Write why the remit is closed.")
