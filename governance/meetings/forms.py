"""Forms of the room: meetings and the year's schedule, agenda items, and what a meeting records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from governance.forms import Words, fresh_key
from governance.models import DecisionKind, ItemKind, Presence
from governance.packs.sections import PARTS
from kpis.models import Kpi
from milestones.models import Priority
from schools.models import Body, School
from trust.fields import CONTROL, SELECT, WholeNumber, line
from trust.forms import DayField, OneOf
from trust.models import Term, User

NO_CHOICE: Final = {"invalid_choice": "Choose one of the list.", "required": "Choose one of the list."}
# The sections of the Update that an item can speak of, by their place in it.
SECTIONS: Final = [("", "None of them"), *((part.lower().replace(" ", "-"), part) for part in PARTS[:-1])]


def chosen(
    label: str, rows: Any, *, required: bool = False, empty: str | None = "None", **options: Any
) -> Any:
    """One row of some, in a list that can be left empty unless it is required."""
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        required=required,
        empty_label=empty,
        error_messages=NO_CHOICE,
        widget=forms.Select(attrs=SELECT),
        **options,
    )


class KeyedForm(forms.Form):
    """What is sent twice is taken once; other words sent from the same page are another thing."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=fresh_key)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        said = json.dumps({name: str(value) for name, value in given.items()}, sort_keys=True)
        return given | {"key": hashlib.sha256(said.encode()).hexdigest()[:40]}


class TimesForm(forms.Form):
    """When and where a meeting is."""

    on = DayField(label="Day")
    starts_at = forms.TimeField(
        label="Starts at",
        required=False,
        help_text="Such as 17:30.",
        widget=forms.TimeInput(attrs={"type": "time", "class": "control-short"}, format="%H:%M"),
        error_messages={"invalid": "Give a time, such as 17:30."},
    )
    place = line("Place", 160, help_text="A room, or a link to join.")
    title = line("What it is, if more than a meeting", 120, help_text="Such as annual general meeting.")


class MeetingForm(TimesForm):
    """A meeting to be planned."""

    body = chosen("Body", Body.objects.none(), required=True, empty="Choose a body")
    field_order = ("body", "on", "starts_at", "place", "title")

    def __init__(self, *args: Any, bodies: QuerySet[Body], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """Which of the proposed meetings are planned."""

    wanted = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick the meetings to be planned.",
            "invalid_choice": "One of these has been planned meanwhile. Look at the list again.",
        },
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wanted"].choices = choices  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """An item of an agenda and what it speaks of."""

    title = line("Title", 160, missing="Give the item a title.")
    kind = OneOf(label="Kind", choices=ItemKind.choices, widget=forms.Select(attrs=SELECT))
    lead = line("Who leads it", 120, help_text="An office, such as the executive director.")
    minutes_planned = WholeNumber(
        label="Minutes", min_value=1, max_value=600, required=False, help_text="How long it may take."
    )
    section = OneOf(
        label="Section of the Trust Update",
        choices=SECTIONS,
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    school = chosen("School", School.objects.all())
    kpi = chosen("KPI", Kpi.objects.all())
    priority = chosen("Priority", Priority.objects.all())
    organisation = line(
        "Organisation outside the trust", 160, help_text="So that interests in it are pointed out."
    )
    is_confidential = forms.BooleanField(
        label="Confidential: for Part 2 of the minutes, seen by who sits on the body", required=False
    )


class VersionedItemForm(ItemForm):
    """The same, for an item that stands: the version that the person saw goes with it."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class MinuteForm(forms.Form):
    """The minute of an item, as the governance professional edits it."""

    text = forms.CharField(
        label="Minute",
        required=False,
        max_length=20_000,
        error_messages={"max_length": "Use at most 20,000 characters; this has %(show_value)d."},
        widget=forms.Textarea(attrs={"rows": 12, "class": "control"}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class PaperForm(forms.Form):
    """A link to a paper."""

    title = line("Title of the paper", 160, missing="Give the paper a title.")
    url = forms.URLField(
        label="Address",
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={
            "required": "Give its address.",
            "invalid": "Give an address such as https://example.org/paper.pdf.",
        },
    )


class DecisionForm(KeyedForm):
    """What was decided."""

    kind = OneOf(label="The board", choices=DecisionKind.choices, widget=forms.Select(attrs=SELECT))
    text = Words("In words", "What was resolved, as it stands in the minutes.", "Write what was decided.")


class ActionForm(KeyedForm):
    """What somebody is to do."""

    text = line("What is to be done", 300, missing="Write what is to be done.")
    owner = chosen("Person", User.objects.none(), empty="Nobody by name")
    owner_post = line("Or a post", 120, help_text="Such as chair of the audit committee.")
    due_on = DayField(label="Due")

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """How an action was done."""

    words = line("What was done", 300, missing="Write what was done.")


class ItemRemitForm(KeyedForm):
    """A remit that a meeting sets: for whom, about what, and the return that answers it."""

    text = Words("What is to be done", "It stands at the top of the return until a meeting closes it.",
                 "Write what is to be done.")  # fmt: skip
    school = chosen("School", School.objects.none(), empty="The executive")
    owner = chosen("Who answers for it", User.objects.none(), empty="Whoever answers the return")
    due_in = OneOf(label="To be answered in the return for", widget=forms.Select(attrs=SELECT))

    def __init__(
        self,
        *args: Any,
        schools: QuerySet[School],
        people: QuerySet[User],
        terms: Iterable[Term],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.terms = {term.slug: term for term in terms}
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["due_in"].choices = [  # type: ignore[attr-defined]
            (slug, term.name) for slug, term in self.terms.items()
        ]


class CloseRemitForm(forms.Form):
    """Why a meeting is content with what was done."""

    words = line("Why the board is content", 300, missing="Write why the remit is closed.")


class PresencesForm(forms.Form):
    """One answer a person; nobody's is needed."""

    def __init__(self, *args: Any, people: Sequence[User], noted: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people
        choices = [("", "Not noted"), *Presence.choices]
        for person in people:
            self.fields[f"person-{person.pk}"] = OneOf(
                label=person.name,
                choices=choices,
                required=False,
                initial=noted.get(person.pk, ""),
                widget=forms.Select(attrs=SELECT),
            )

    @property
    def presences(self) -> dict[User, str]:
        return {person: self.cleaned_data[f"person-{person.pk}"] for person in self.people}
