"""Forms of the first hour: founding the trust, describing it, and what is typed in step by step."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from governance.founding.actions import Picture, check_password_for, described, seen_of
from kpis.evidence import JPEG_KIND, PNG_KIND, NotTaken, kind_of
from kpis.forms.uploads import UploadForm
from kpis.library.starter import AREAS
from schools.models import Phase, Route
from schools.settings.actions import LEAST, MOST, WORDS
from trust.fields import SELECT, WholeNumber, email_line, line, words
from trust.forms import DayField, OneOf
from trust.models import Area, Trust
from trust.terms import year_name

MOST_VALUES, LONGEST_VALUE = 12, 60
LARGEST_LOGO: Final = 500 * 1000  # bytes; every page asks for it once a day
ALONE, BOTH = "administrator", "both"
SECRET: Final = {"class": "control", "autocomplete": "new-password"}


class FoundingForm(forms.Form):
    """The set-up code, the trust's name, and who is its first administrator."""

    code = line(
        "Set-up code", 40, missing="Give the set-up code.",
        help_text="It was printed where the portal was started. Capitals and dashes do not matter.",
    )  # fmt: skip
    name = line("Name of the trust", 160, missing="Give the trust’s name.")
    short_name = line(
        "Short name", 60, missing="Give a short name.", help_text="For the top of every page and for e-mails."
    )
    administrator = line("Your name", 120, missing="Give your name.")
    email = email_line("Your e-mail address", "You sign in with it.", fill="email")
    roles = OneOf(
        label="What you are in the trust",
        choices=[
            (ALONE, "The administrator: settings, calendar, schools and people"),
            (BOTH, "The administrator and the executive director: KPIs, plan and returns too"),
        ],
        initial=ALONE,
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label="A password", help_text="At least 12 characters, and none that is easily guessed.",
        error_messages={"required": "Choose a password."}, widget=forms.PasswordInput(attrs=SECRET),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if {"password", "email", "administrator"} <= set(given):
            try:
                check_password_for(given["password"], email=given["email"], name=given["administrator"])
            except ValidationError as weak:
                self.add_error(None, weak)
        return given

    @property
    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        return given | {"is_executive": given.pop("roles") == BOTH}


class TrustForm(forms.Form):
    """The trust's names, numbers and purpose, the size of small groups, and its own words."""

    name = line("Name", 160, missing="Give the trust’s name.")
    short_name = line("Short name", 60, missing="Give a short name.")
    company_number = forms.RegexField(
        r"^[A-Za-z0-9]{8}\Z", label="Company number", required=False,
        help_text="Eight digits or letters, as Companies House has it.",
        error_messages={"invalid": "A company number is eight digits or letters, such as 07654321."},
        widget=forms.TextInput(attrs={"class": "control control-short"}),
    )  # fmt: skip
    group_uid = forms.RegexField(
        r"^[0-9]{3,10}\Z", label="Group UID", required=False,
        help_text="The trust’s number in the Department’s register. Its schools are found by it.",
        error_messages={"invalid": "A group UID is a number, such as 5690."},
        widget=forms.TextInput(attrs={"class": "control control-short", "inputmode": "numeric"}),
    )  # fmt: skip
    mission = words("Mission", 1000, rows=2)
    vision = words("Vision", 1000, rows=2)
    values = words("Values", 800, rows=3, help_text="One on each line.")
    executive_word = line(
        "Your word for executive director", 40, help_text="Such as CEO. Leave it empty to keep ours."
    )
    small_group_below = WholeNumber(
        label="Groups of pupils are hidden below", min_value=LEAST, max_value=MOST,
        help_text="From members, the public and copies for release. Ten is usual.",
    )  # fmt: skip
    logo = forms.FileField(
        label="Logo", required=False, allow_empty_file=True,
        help_text="A PNG or JPEG picture of at most 500 kB, for the top of every page and the sign-in page.",
        widget=forms.FileInput(attrs={"class": "control", "accept": ".png,.jpg,.jpeg"}),
    )  # fmt: skip
    drops_logo = forms.BooleanField(label="Take the logo away", required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, trust: Trust, data: Any = None, files: Any = None) -> None:
        known = described(trust)
        first = known | {
            "values": "\n".join(known["values"]),
            "executive_word": trust.vocabulary.get(WORDS[0], ""),
            "small_group_below": trust.small_group_below,
            "seen": seen_of(trust),
        }
        first.pop("logo")
        super().__init__(data, files, initial=first)
        if trust.logo_id is None:
            del self.fields["drops_logo"]

    def clean_logo(self) -> Picture | None:
        """The picture, told by its content; None where nothing was sent."""
        file: UploadedFile | None = self.cleaned_data["logo"]
        if file is None:
            return None
        if (file.size or 0) > LARGEST_LOGO:
            raise ValidationError("The picture is larger than 500 kB. Send a smaller one.")
        content = file.read()
        try:
            kind = kind_of(content)
        except NotTaken as refusal:
            raise ValidationError("This is no PNG or JPEG picture.") from refusal
        if kind not in (PNG_KIND, JPEG_KIND):
            raise ValidationError("This is no PNG or JPEG picture.")
        return Picture(content, kind.media_type)

    def clean_values(self) -> list[str]:
        found = [" ".join(each.split()) for each in self.cleaned_data["values"].splitlines() if each.strip()]
        if len(found) > MOST_VALUES or any(len(each) > LONGEST_VALUE for each in found):
            raise ValidationError(f"Give at most {MOST_VALUES} values of at most {LONGEST_VALUE} characters.")
        return found

    @property
    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        return given | {"words": {WORDS[0]: given.pop("executive_word")}}


class SchoolForm(forms.Form):
    """A school that is typed in by hand."""

    name = line("Name", 120, missing="Give the school’s name.")
    short_name = line("Short name, for lists and tables", 40, missing="Give a short name.")
    urn = forms.RegexField(
        r"^[0-9]{6}\Z", label="URN", help_text="Its six digits in the Department’s register.",
        error_messages=dict.fromkeys(("required", "invalid"), "A URN is six digits."),
        widget=forms.TextInput(attrs={"class": "control control-short", "inputmode": "numeric"}),
    )  # fmt: skip
    phase = OneOf(label="Phase", choices=Phase.choices, widget=forms.Select(attrs=SELECT))
    low_age = WholeNumber(label="Youngest pupils", min_value=2, max_value=19)
    high_age = WholeNumber(label="Oldest pupils", min_value=3, max_value=19)
    route = OneOf(label="How it joined", choices=Route.choices, widget=forms.Select(attrs=SELECT))
    joined = DayField(label="Joined the trust")

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if given.get("low_age") and given.get("high_age") and given["high_age"] <= given["low_age"]:
            self.add_error("high_age", "The oldest pupils are older than the youngest.")
        return given


class YearForm(forms.Form):
    """The school year to lay out."""

    first = forms.TypedChoiceField(
        label="From the school year", coerce=int, widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, today: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["first"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, year_name(year)) for year in range(today - 1, today + 3)]
        field.error_messages["invalid_choice"] = "Choose one of the list."


class TermsForm(UploadForm):
    """A table of terms."""

    def read(self) -> tuple[str, bytes]:
        """Its name and its bytes."""
        file: UploadedFile = self.cleaned_data["file"]
        return str(file.name), file.read()


class AreasForm(forms.Form):
    """Areas of oversight of the starter list that the trust has not yet, all ticked at first."""

    areas = forms.MultipleChoiceField(
        label="Areas to add", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one area.", "invalid_choice": "Choose of the list."},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = set(Area.objects.values_list("slug", flat=True))
        field = self.fields["areas"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(slug, name) for slug, (name, _) in AREAS.items() if slug not in known]
        field.initial = [slug for slug, _ in field.choices]


class WipeForm(forms.Form):
    """The demonstration's name typed out, so that nobody wipes it by a slip, and whether a backup is kept."""

    name = line("Type the name of the demonstration trust", 160, missing="Type its name.")
    keeps = forms.BooleanField(label="Keep a backup of the demonstration first", required=False, initial=True)

    def __init__(self, trust: Trust, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.trust = trust

    def clean_name(self) -> str:
        typed = " ".join(self.cleaned_data["name"].split())
        if typed.casefold() != self.trust.name.casefold():
            raise ValidationError(f"Type {self.trust.name}, to be sure.")
        return typed
