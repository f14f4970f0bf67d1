"""Forms of the room: bodies and how they are made up, seats, the checklist, link roles and their visits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from governance.bodies import checklist
from governance.bodies.actions import Place
from governance.bodies.places import ONE_DAY
from governance.forms import LONGEST, Words, fresh_key
from governance.models import Constitution, LeftFor, LinkKind, Office, SeatCategory
from schools.forms import ColleagueForm
from schools.models import BodyKind, School
from trust.fields import CONTROL, NUMBER, SELECT, WholeNumber, line
from trust.forms import DayField, OneOf
from trust.models import Area, User

SPARE_LINES: Final = 3
MOST_LINES: Final = 20


class BodyForm(forms.Form):
    """A body's name, kind and the schools it governs."""

    name = line("Name", 120, missing="Give the body a name.")
    kind = OneOf(label="Kind", choices=BodyKind.choices, widget=forms.Select(attrs=SELECT))
    schools = forms.ModelMultipleChoiceField(
        label="Schools it governs",
        queryset=School.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For a local or a board-appointed body. A school has one: it leaves the one before.",
        error_messages={"invalid_choice": "Choose schools of the list."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, fixed_kind: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["schools"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = School.objects.select_related("governed_by")
        if fixed_kind:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        local = given.get("kind") in (None, BodyKind.LOCAL, BodyKind.APPOINTED)
        if given.get("schools") and not local:
            self.add_error("schools", "Only a local or a board-appointed body governs schools.")
        return given


class ConstitutionForm(forms.Form):
    """How a body is made up, without its places: those are `PlaceForm`s beside it."""

    starts = DayField(label="From", help_text="The day on which this version begins to hold.")
    quorum = WholeNumber(
        label="Quorum", min_value=1, max_value=50, help_text="How many people must be there."
    )
    quorum_words = line("Quorum in words", 160, help_text="Such as half of the places, rounded up.")
    term_years = WholeNumber(label="Term of office, in years", min_value=1, max_value=10)
    terms_of_reference = forms.CharField(
        label="Terms of reference",
        required=False,
        max_length=20_000,
        error_messages={"max_length": "Use at most 20,000 characters; this has %(show_value)d."},
        widget=forms.Textarea(attrs={"rows": 6, "class": "control"}),
    )
    url = forms.URLField(
        label="Link to the full document",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"invalid": "Give an address such as https://example.org/terms.pdf."},
    )
    minute = line("Minute", 200, help_text="Where it was decided, such as Board, 9 July 2026, minute 5.1.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    """One line of the places: a category, who appoints to it, and how many there are."""

    category = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = line("Category", 80)
    appointed_by = line("Appointed by", 120)
    number = forms.CharField(
        label="Places", required=False, max_length=3, widget=forms.TextInput(attrs=NUMBER)
    )
    is_ex_officio = forms.BooleanField(label="Goes with a post", required=False)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if not self.is_used:
            return given
        if not given.get("name"):
            self.add_error("name", "Name the category, such as parent governor.")
        if not given.get("appointed_by"):
            self.add_error("appointed_by", "Say who appoints, such as parents, by election.")
        typed = (given.get("number") or "").strip()
        if not (typed.isascii() and typed.isdigit() and int(typed) <= 50):
            self.add_error("number", "Give a whole number from 0 to 50.")
        return given

    @property
    def is_used(self) -> bool:
        given = getattr(self, "cleaned_data", {})
        return any(given.get(field) for field in ("category", "name", "appointed_by", "number"))

    @property
    def place(self) -> Place:
        given = self.cleaned_data
        name, appointed = " ".join(given["name"].split()), " ".join(given["appointed_by"].split())
        return Place(name, appointed, int(given["number"]), given["is_ex_officio"], given["category"])


class PlacesForm:
    """The lines of a constitution's places: those that stand, and some to add; without a script."""

    def __init__(self, sent: Any = None, standing: Sequence[dict[str, Any]] = ()) -> None:
        number = len(standing) + SPARE_LINES
        if sent is not None and str(sent.get("lines", "")).isdigit():
            number = min(int(sent["lines"]), MOST_LINES)
        initial = [*standing, *({} for _ in range(number))][:number]
        self.lines = [
            PlaceForm(sent, prefix=f"place-{index}", initial=each) for index, each in enumerate(initial)
        ]
        self.error = ""

    def is_valid(self) -> bool:
        valid = all(tuple(each.is_valid() for each in self.lines))
        used = [each for each in self.lines if each.is_used]
        if valid and not sum(each.place.number for each in used):
            self.error = "Set out one place at least."
        names = [each.place.name.casefold() for each in used] if valid else []
        if len(names) != len(set(names)):
            self.error = "Two lines have the same category. Put their places into one."
        return valid and not self.error

    @property
    def places(self) -> list[Place]:
        return [each.place for each in self.lines if each.is_used]


def standing_places(
    constitution: Constitution | None, categories: Iterable[SeatCategory]
) -> list[dict[str, Any]]:
    """What stands in the lines: every category that the body has had, with 0 where it has no place now."""
    numbers = {each.category_id: each.number for each in constitution.places.all()} if constitution else {}
    return [
        {
            "category": each.pk,
            "name": each.name,
            "appointed_by": each.appointed_by,
            "is_ex_officio": each.is_ex_officio,
            "number": numbers.get(each.pk, 0),
        }
        for each in categories
    ]


class CloseForm(forms.Form):
    on = DayField(label="Closed on", help_text="The first day on which it does not exist any more.")


class TermOfOffice(forms.Form):
    """The category, the days and the minute of a seat; shared by the forms that fill one and put it right."""

    category = OneOf(label="Place", widget=forms.Select(attrs=SELECT))
    starts = DayField(label="First day")
    last_day = DayField(label="Last day", required=False)
    minute = line("Minute", 200, help_text="Where it was decided, such as Board, 9 July 2026, minute 5.1.")

    def set_categories(self, choices: Sequence[tuple[SeatCategory, str]], years: int) -> None:
        self.categories = {str(each.pk): each for each, _ in choices}
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), words) for each, words in choices]
        self.fields["last_day"].help_text = (
            f"Leave it blank for a term of office of {years} {'year' if years == 1 else 'years'}, "
            "and for a place that goes with a post."
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or dict(self.cleaned_data)
        starts, last = given.get("starts"), given.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", "The term of office ends before it starts: choose a later day.")
        return given

    @property
    def term(self) -> dict[str, Any]:
        """What the actions take: the category, the first day, the first day after, and the minute."""
        given = self.cleaned_data
        last: date | None = given["last_day"]
        return {
            "category": self.categories[given["category"]],
            "starts": given["starts"],
            "ends": last + ONE_DAY if last else None,
            "minute": given["minute"],
        }


class FillForm(TermOfOffice, ColleagueForm):
    """Who is appointed to which place, in which office, and for how long."""

    office = OneOf(label="Office", choices=Office.choices, widget=forms.Select(attrs=SELECT))
    field_order = ("to", "name", "email", "category", "office", "starts", "last_day", "minute")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.label, field.empty_label = "Person", "Somebody new, by e-mail"


class ChangeSeatForm(TermOfOffice):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class OfficeForm(forms.Form):
    office = OneOf(label="Office", choices=Office.choices, widget=forms.Select(attrs=SELECT))
    on = DayField(label="Elected on")
    seen = forms.IntegerField(widget=forms.HiddenInput)


class RenewForm(forms.Form):
    last_day = DayField(label="Last day of the new term", required=False)
    minute = line("Minute", 200, help_text="Where it was decided, such as Board, 9 July 2026, minute 5.1.")


class LeaveForm(forms.Form):
    on = DayField(
        label="Left on", help_text="The first day on which they no longer serve. Their access ends then."
    )
    reason = OneOf(label="Reason", choices=LeftFor.choices, widget=forms.Select(attrs=SELECT))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TickForm(forms.Form):
    """When a step was done, and with which outcome."""

    on = DayField(label="Done on")
    outcome = OneOf(label="Outcome", widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, each) for each in checklist.outcomes(kind)]


class LinkForm(forms.Form):
    """A part for somebody of the body."""

    title = line(
        "Role", 120, missing="Name the role, such as Safeguarding.", help_text="Such as Safeguarding or SEND."
    )
    kind = OneOf(label="Kind", choices=LinkKind.choices, widget=forms.Select(attrs=SELECT))
    person = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.none(),
        empty_label="Choose somebody",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose somebody.", "invalid_choice": "Choose somebody of the list."},
    )
    area = forms.ModelChoiceField(
        label="Area", queryset=Area.objects.none(), required=False, widget=forms.Select(attrs=SELECT),
        empty_label="No area", error_messages={"invalid_choice": "Choose an area of the list."},
    )  # fmt: skip
    starts = DayField(label="From")

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, found in (("person", people), ("area", Area.objects.all())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found


class VisitForm(forms.Form):
    """What a link trustee or governor saw; words of several sentences, and no pupil's name."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=fresh_key)
    on = DayField(label="Day of the visit")
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), required=False, empty_label="No school, or several",
        widget=forms.Select(attrs=SELECT), error_messages={"invalid_choice": "Choose a school of the list."},
    )  # fmt: skip
    seen = Words("What you saw", "In plain words, and without the name of any pupil.", "Write what you saw.")
    follow_up = forms.CharField(
        label="What should happen next", required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "control"}),
        error_messages={"max_length": f"Use at most {LONGEST:,} characters; this has %(show_value)d."},
    )  # fmt: skip

    def __init__(self, *args: Any, schools: QuerySet[School], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["school"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = schools
