"""Forms of the room: meetings and the year's schedule, agenda items, and what a meeting records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from governance.forms import OnceForm, Words
from governance.models import DecisionKind, ItemKind, Presence
from governance.packs.sections import SECTIONS
from kpis.forms.comparators import KpiChoice
from kpis.models import Kpi
from milestones.models import Priority
from schools.models import Body, School
from trust.fields import CONTROL, SELECT, WholeNumber, line
from trust.forms import DayField, OneOf
from trust.models import User

NO_CHOICE: Final = {"invalid_choice": "Choose one of the list.", "required": "Choose one of the list."}
# The sections of the Update that an item can speak of, by their place in it.
SECTION_CHOICES: Final = [("", "None of them"), *SECTIONS.items()]


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


def kpi_choice() -> KpiChoice:
    """A KPI of the book by its title, or none."""
    return KpiChoice(
        queryset=Kpi.objects.filter(retired_from__isnull=True).prefetch_related("definitions"),
        required=False,
        empty_label="No KPI",
        to_field_name=None,
        widget=forms.Select(attrs=SELECT),
    )


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
        choices=SECTION_CHOICES,
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    school = chosen("School", School.objects.all())
    kpi = kpi_choice()
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


class DecisionForm(OnceForm):
    """What was decided."""

    kind = OneOf(label="The board", choices=DecisionKind.choices, widget=forms.Select(attrs=SELECT))
    text = Words("In words", "What was resolved, as it stands in the minutes.", "Write what was decided.")


class ActionForm(OnceForm):
    """What somebody is to do."""

    text = line("What is to be done", 300, missing="Write what is to be done.")
    owner = chosen("Person", User.objects.none(), empty="Nobody by name")
    owner_post = line("Or a post", 120, help_text="Such as chair of the audit committee.")
    due_on = DayField(label="Due")

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class AnswerHereForm(forms.Form):
    """What was answered in the meeting, and by whom."""

    by = chosen("Who answered", User.objects.none(), required=True, empty="Choose who answered")
    text = Words("What was answered", "In the words of the meeting.", "Write what was answered.")

    def __init__(self, *args: Any, leaders: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["by"].queryset = leaders  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """How an action was done."""

    words = line("What was done", 300, missing="Write what was done.")


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
