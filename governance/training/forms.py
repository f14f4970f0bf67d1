"""Forms of the room: the budget, a need, an activity, who goes, and what it changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from governance.forms import fresh_key
from governance.models import (
    ActivityForm,
    ActivityState,
    NeedSource,
    Requirement,
    Skill,
    TrainingNeed,
)
from schools.models import Body, BodyKind
from trust.fields import CONTROL, SELECT, WholeNumber, line
from trust.forms import DayField, NumberField, OneOf
from trust.models import User
from trust.numbers import round_half_up

NOTHING: Final = Decimal(0)
MOST: Final = Decimal(10_000_000)
# The kinds of body whose people training can be required of.
REQUIRED_OF: Final = (
    BodyKind.MEMBERS, BodyKind.BOARD, BodyKind.COMMITTEE, BodyKind.LOCAL, BodyKind.APPOINTED,
)  # fmt: skip
# What a new activity may begin as.
BEGINNINGS: Final = [
    (state.value, state.label)
    for state in (ActivityState.PLANNED, ActivityState.TO_BOOK, ActivityState.BOOKED)
]


class PoundsField(NumberField):
    """Pounds and pence, such as 1,250 or 12.50."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=NOTHING, most=MOST, **options)
        self.widget.attrs["class"] = "control control-number"

    def to_python(self, value: Any) -> Decimal | None:
        typed = value.strip().removeprefix("£") if isinstance(value, str) else value
        read = super().to_python(typed)
        if read is not None and read != round_half_up(read, 2):
            raise forms.ValidationError("Give pounds and pence, such as 1,250 or 12.50.", code="pence")
        return read


class Chosen(forms.ModelChoiceField):
    """One of a list, or none of it."""

    def __init__(self, label: str, **options: Any) -> None:
        wanted: dict[str, Any] = {
            "required": False,
            "empty_label": "None",
            "widget": forms.Select(attrs=SELECT),
            "error_messages": {"invalid_choice": "Choose one of the list."},
        }
        super().__init__(label=label, **(wanted | options))


class BudgetForm(forms.Form):
    """What the year may cost."""

    budget = PoundsField(
        label="Budget in pounds", error_messages={"required": "Give the budget; 0 where there is none."}
    )
    note = line("Note", 300, help_text="Such as where it was agreed.")
    seen = forms.IntegerField(widget=forms.HiddenInput)


class NeedForm(forms.Form):
    """Something to be learnt."""

    text = line("What is needed", 200, missing="Say what is to be learnt.")
    source = OneOf(label="Where it comes from", choices=NeedSource.choices, widget=forms.Select(attrs=SELECT))
    skill = Chosen("Skill", queryset=Skill.objects.all())
    body = Chosen("Body", queryset=Body.objects.filter(closed_on__isnull=True), empty_label="Everyone")
    person = Chosen(
        "One person",
        queryset=User.objects.filter(is_active=True, seats__isnull=False).distinct().order_by("name"),
        empty_label="Nobody in particular",
        help_text="A need of one person is seen by that person and whoever keeps the plan.",
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=fresh_key)


class TrainingForm(forms.Form):
    """An activity of the plan."""

    title = line("Title", 160, missing="Name the course or event.")
    form = OneOf(label="Kind", choices=ActivityForm.choices, widget=forms.Select(attrs=SELECT))
    provider = line("Who provides it", 160)
    on = DayField(label="Day", required=False)
    cost = PoundsField(
        label="Cost in pounds, in all", error_messages={"required": "Give the cost; 0 where it is free."}
    )
    paid = PoundsField(label="Paid, in pounds", required=False, help_text="Once it has been paid.")
    state = OneOf(label="State", choices=BEGINNINGS, widget=forms.Select(attrs=SELECT))
    bodies = forms.ModelMultipleChoiceField(
        label="Whom it is for",
        queryset=Body.objects.filter(closed_on__isnull=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: everyone who governs.",
        error_messages={"invalid_choice": "Choose bodies of the list."},
    )
    needs = forms.ModelMultipleChoiceField(
        label="Which needs it meets",
        queryset=TrainingNeed.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose needs of the list."},
    )
    requirement = Chosen(
        "Required training that it completes", queryset=Requirement.objects.filter(retired_on__isnull=True)
    )
    url = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"invalid": "Give an address such as https://example.org/course."},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=fresh_key)

    def __init__(
        self, *args: Any, needs: QuerySet[TrainingNeed], is_new: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["needs"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = needs
        if is_new:
            del self.fields["paid"]
        else:
            del self.fields["state"]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that stand one under another; the lists of ticks are printed apart."""
        return [field for field in self.visible_fields() if field.name not in ("bodies", "needs")]

    @property
    def lists(self) -> list[forms.BoundField]:
        return [self["bodies"], self["needs"]]


class RequirementForm(forms.Form):
    """Training that everyone of some kinds of body owes."""

    title = line("Title", 120, missing="Name the training.")
    source = line("What asks for it", 200, help_text="The text with its edition and paragraph.")
    body_kinds = forms.MultipleChoiceField(
        label="Whose people owe it",
        choices=[(kind.value, kind.label) for kind in REQUIRED_OF],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one kind of body.",
            "invalid_choice": "Choose kinds of the list.",
        },
    )
    within_days = WholeNumber(
        label="Days to complete it",
        min_value=1,
        max_value=730,
        help_text="After somebody’s first day in office.",
    )
    valid_months = WholeNumber(
        label="Months that it holds",
        min_value=1,
        max_value=120,
        required=False,
        help_text="Leave it empty where it holds for good.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class EffectForm(forms.Form):
    """What it changed, in a person's own words."""

    words = line("What did it change?", 300, missing="Say in a sentence what it changed.")
