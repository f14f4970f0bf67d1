"""Forms of the room: one's interests, one's confirmations, and what a year asks of everyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.forms import formset_factory

from governance.duties.actions import Line, TextAsked
from governance.duties.asking import CODE, DUTIES, ELIGIBILITY, SAFEGUARDING
from governance.models import ConfirmationKind, DutyText, DutyYear, Interest, InterestKind
from schools.audits.forms import link, words
from trust.fields import SELECT, line
from trust.forms import DayField, OneOf

SPARE: Final = 2
MOST: Final = 40
EDITIONS: Final = {
    DUTIES: "Such as Academy Trust Handbook 2026.",
    CODE: "Such as adopted on 9 July 2026.",
    ELIGIBILITY: "Such as declaration form, version 3.",
    SAFEGUARDING: "Such as September 2026.",
}


class InterestForm(forms.Form):
    """One interest; a line in which nothing was typed is left out."""

    organisation = line(
        "Organisation or person", 160, missing="Name the organisation, or the person it is about."
    )
    kind = OneOf(
        label="Kind",
        choices=[("", "Choose"), *InterestKind.choices],
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose what kind of interest it is."},
    )
    nature = line("What the interest is", 300, help_text="Such as director and shareholder.")
    starts = DayField(label="From", required=False)
    ends = DayField(label="To", required=False)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "It ends before it begins. Choose a later day, or leave it blank.")
        return given

    @property
    def line(self) -> Line:
        given = self.cleaned_data
        organisation, nature = (" ".join(given[name].split()) for name in ("organisation", "nature"))
        return Line(organisation, given["kind"], nature, given["starts"], given["ends"])


_Lines: Any = formset_factory(
    InterestForm, extra=SPARE, can_delete=True, max_num=MOST, absolute_max=MOST, validate_max=True
)


class InterestLines(_Lines):  # type: ignore[misc]
    """The interests of a declaration, and blank lines for more; without a script."""

    @classmethod
    def of(cls, sent: Any, interests: Iterable[Interest]) -> InterestLines:
        names = ("organisation", "kind", "nature", "starts", "ends")
        initial = [{name: getattr(each, name) for name in names} for each in interests]
        return cls(sent, initial=initial, prefix="interest")

    @property
    def lines(self) -> list[Line]:
        """What was filled in and not taken out."""
        gone = self.deleted_forms
        return [
            each.line for each in self.forms if each.cleaned_data.get("organisation") and each not in gone
        ]


class DeclarationForm(forms.Form):
    """What is said of the whole page."""

    has_none = forms.BooleanField(label="I have nothing to declare", required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)


class SendBackForm(forms.Form):
    """Why a declaration goes back."""

    words = words("What should be changed", 600, rows=3)


class ConfirmForm(forms.Form):
    """What a person confirms, each with the edition that stood on the page."""

    said = forms.MultipleChoiceField(
        label="What you confirm",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick what you confirm.",
            "invalid_choice": "What is asked of you has changed since you opened this page. Look again.",
        },
    )

    def __init__(self, *args: Any, owed: Sequence[DutyText], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["said"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(answer_of(each), each.get_kind_display()) for each in owed]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(kind, edition) of what was ticked."""
        parts = (each.partition("|") for each in self.cleaned_data["said"])
        return [(kind, edition) for kind, _, edition in parts]


def answer_of(text: DutyText) -> str:
    return f"{text.kind}|{text.edition}"


class YearForm(forms.Form):
    """What a year asks: by when, and the edition and address of each text."""

    due_on = DayField(label="By when", help_text="Everyone is reminded two weeks and three days before.")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, hint in EDITIONS.items():
            self.fields[f"{kind}_edition"] = line("Edition", 60, help_text=hint)
            self.fields[f"{kind}_url"] = link("Where it can be read")
        self.fields[f"{SAFEGUARDING}_edition"].required = True
        self.fields[f"{SAFEGUARDING}_edition"].error_messages["required"] = (
            "Name the edition that is to be read, such as September 2026."
        )

    @property
    def groups(self) -> list[tuple[str, Any, Any]]:
        """Each text as (what is confirmed, its edition, its address), for the page."""
        labels = dict(ConfirmationKind.choices)
        return [(str(labels[kind]), self[f"{kind}_edition"], self[f"{kind}_url"]) for kind in EDITIONS]

    @property
    def texts(self) -> list[TextAsked]:
        given = self.cleaned_data
        return [TextAsked(kind, given[f"{kind}_edition"], given[f"{kind}_url"]) for kind in EDITIONS]


def asked_before(asked: DutyYear | None) -> dict[str, Any]:
    """What the texts were when they were asked for last, to begin the form with."""
    texts = asked.texts.all() if asked else ()
    editions = {f"{each.kind}_edition": each.edition for each in texts}
    return editions | {f"{each.kind}_url": each.url for each in texts}
