"""The form of one KPI in a return: which fields its kind needs, and what cannot be read or be right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django import forms
from django.core.validators import URLValidator

from kpis.models import Definition
from kpis.models.figure import JUDGED
from kpis.rag import Kind, Mark, Rule
from trust.dates import full_date
from trust.forms import NumberField, OneOf
from trust.numbers import show_exact

# `FIGURE_DIGITS` of the models in words: 15 digits, four of them after the full stop.
MOST_PLACES: Final = 4
TOO_LARGE: Final = Decimal(10) ** 11
HUNDRED: Final = Decimal(100)
LONGEST_COMMENT: Final = 600
LONGEST_TEXT: Final = 2000
LONGEST_LINK: Final = 500
EARLIEST: Final = date(2000, 1, 1)
DATE_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")

NOT_YET: Final = "not yet"
COUNTED: Final = ("numerator", "denominator")
COMMON: Final = ("absent", "note", "comment", "evidence", "evidence_link", "judged", "judged_reason")
ABSENCES: Final = (
    ("", "There is a figure"),
    (Mark.NOT_REPORTED, "Not available this term"),
    (Mark.NOT_APPLICABLE, "Does not apply here"),
    (Mark.NOT_PRODUCED, "Not published for this period"),
)
ASSURED: Final = (("yes", "Yes"), ("partly", "Partly"), ("no", "No"))
LABELS: Final = {
    Kind.SURVEY: {"numerator": "Agreed", "denominator": "Replied", "eligible": "Asked"},
    Kind.PENETRATION: {"numerator": "Done", "denominator": "Eligible"},
}


def fields_for(kind: str, definition: Definition) -> tuple[str, ...]:
    """The names of the fields that hold the figure itself, in the order in which they are asked."""
    match kind:
        case Kind.MEASURE | Kind.NATIONAL:
            return COUNTED if definition.denominator_label else ("value",)
        case Kind.RATIO | Kind.PENETRATION:
            return COUNTED
        case Kind.SURVEY:
            return (*COUNTED, "eligible")
        case Kind.DEADLINE:
            return ("done_on", "choice")
        case Kind.JUDGEMENT:
            return ("choice", "text")
    return ("choice",)


def names_for(kind: str, definition: Definition) -> tuple[str, ...]:
    """The names of every field that is asked for the KPI."""
    forecast = ("forecast_low", "forecast_high") if definition.forecasts else ()
    return (*fields_for(kind, definition), *COMMON, *forecast)


class FigureField(NumberField):
    """A number that a figure can hold: at most 11 digits before the full stop and 4 after it."""

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if abs(value) >= TOO_LARGE:
            raise forms.ValidationError("Enter a number below 100,000,000,000.", code="large")
        exponent = value.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > MOST_PLACES:
            raise forms.ValidationError(f"Enter at most {MOST_PLACES} decimal places.", code="places")


class DayField(forms.DateField):
    """A day as people write it, 14/11/2026 or 14 November 2026, or as a browser's calendar sends it."""

    def __init__(self, latest: date, **options: Any) -> None:
        options["error_messages"] = {"invalid": "Enter a date such as 14 November 2026."}
        # Without a latest day a browser takes six digits for the year.
        attrs = {"type": "date", "max": latest.isoformat()}
        widget = forms.DateInput(attrs=attrs, format="%Y-%m-%d")
        super().__init__(input_formats=DATE_FORMATS, widget=widget, **options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and not value.isascii():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        day: date | None = super().to_python(value)
        if day is not None and day < EARLIEST:
            raise forms.ValidationError("Enter a date after 1999.", code="early")
        return day


class LinkField(forms.URLField):
    """The address of a page or a file; without http or https before it, https is meant."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        words = "Enter a link such as https://www.example.org/report."
        messages = {"invalid": words, "max_length": f"Use at most {LONGEST_LINK} characters."}
        widget = forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"})
        options |= {"assume_scheme": "https", "max_length": LONGEST_LINK, "widget": widget}
        super().__init__(error_messages=messages, **options)


class EntryForm(forms.Form):
    """What was typed for one KPI. Every field may be blank here: what a return still needs, `answers` says.

    `typed` maps names of fields to text, without the prefix that they carry on a page.
    """

    def __init__(
        self,
        kind: str,
        definition: Definition,
        rule: Rule,
        typed: Mapping[str, str],
        *,
        code: str,
        today: date,
    ) -> None:
        super().__init__({f"{code}-{name}": text for name, text in typed.items()}, prefix=code)
        self.kind, self.definition, self.rule, self.today = Kind(kind), definition, rule, today
        self.figure_fields = fields_for(kind, definition)
        for name in self.figure_fields:
            self.fields[name] = self._figure_field(name)
        self.fields |= _common_fields()
        if definition.forecasts:
            self.fields |= {"forecast_low": FigureField(required=False, label="Forecast, at least")}
            self.fields |= {"forecast_high": FigureField(required=False, label="Forecast, at most")}

    @property
    def is_untouched(self) -> bool:
        """Whether nothing at all has been said about the figure itself."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.figure_fields)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("absent") and not self.is_untouched:
            self.add_error("absent", "Clear the figure, or say that there is one.")
        self._check_counts(given)
        self._check_size(given.get("value"))
        self._check_day(given)
        self._check_forecast(given)
        return given

    def _figure_field(self, name: str) -> forms.Field:
        label = self._label(name)
        if name == "done_on":
            return DayField(self.today, required=False, label="Done on")
        if name == "text":
            return _long_field("Why", LONGEST_TEXT)
        if name != "choice":
            least = None if self.kind in (Kind.MEASURE, Kind.NATIONAL, Kind.RATIO) else Decimal(0)
            return FigureField(required=False, label=label, least=least)
        if self.kind is Kind.DEADLINE:
            return OneOf(
                required=False, label="Or", choices=[("", "Done on that day"), (NOT_YET, "Not done yet")]
            )
        return _choice_field(self.kind, self.definition)

    def _label(self, name: str) -> str:
        own = {"numerator": self.definition.numerator_label, "denominator": self.definition.denominator_label}
        standard = LABELS.get(self.kind, {"numerator": "Count", "denominator": "Out of"})
        return own.get(name) or standard.get(name) or self.definition.title

    def _check_counts(self, given: Mapping[str, Any]) -> None:
        if not set(COUNTED) <= set(self.figure_fields) or self.errors:
            return
        top, bottom, asked = given["numerator"], given["denominator"], given.get("eligible")
        if top is None or bottom is None:
            if top is not bottom:
                missing = "numerator" if top is None else "denominator"
                self.add_error(missing, "Enter both numbers, or leave both blank.")
        elif self.kind not in (Kind.PENETRATION, Kind.SURVEY):
            if bottom <= 0:
                self.add_error("denominator", "Enter a number above 0.")
        elif top > bottom:
            self.add_error("numerator", f"This cannot be more than {show_exact(bottom)}.")
        elif asked is not None and bottom > asked:
            self.add_error("denominator", f"This cannot be more than the {show_exact(asked)} who were asked.")

    def _check_size(self, value: Decimal | None) -> None:
        """A percentage lies between 0 and 100, unless what was agreed for it lies outside."""
        if value is None or self.rule.unit != "%":
            return
        agreed = [self.rule.target, self.rule.limit, self.rule.upper_target, self.rule.upper_limit]
        known = [amount for amount in agreed if amount is not None]
        may_be_below = any(amount <= 0 for amount in known)
        may_be_above = any(amount > HUNDRED for amount in known)
        if (value < 0 and not may_be_below) or (value > HUNDRED and not may_be_above):
            likely = value / 10
            hint = f" Did you mean {show_exact(likely)}?" if 0 <= likely <= HUNDRED else ""
            self.add_error("value", f"Enter a percentage between 0 and 100.{hint}")

    def _check_day(self, given: Mapping[str, Any]) -> None:
        day = given.get("done_on")
        if day is None:
            return
        if given.get("choice") == NOT_YET:
            self.add_error("choice", "Clear the date, or say that it was done.")
        if day > self.today:
            self.add_error("done_on", f"{full_date(day)} has not come yet.")

    def _check_forecast(self, given: Mapping[str, Any]) -> None:
        low, high = given.get("forecast_low"), given.get("forecast_high")
        if low is not None and high is not None and low > high:
            self.add_error("forecast_high", f"Enter {show_exact(low)} or more.")


@cache
def _common_fields() -> Mapping[str, forms.Field]:
    """Made once for all forms, since making them took half of a form's time; nothing changes one of them."""
    return {
        "absent": OneOf(required=False, label="Is there a figure?", choices=ABSENCES),
        "comment": _long_field("Why, and what are you doing about it?", LONGEST_COMMENT),
        "note": _long_field("Why this figure is right", LONGEST_COMMENT),
        "evidence": _long_field("Evidence", LONGEST_COMMENT),
        "evidence_link": LinkField(required=False, label="Link to evidence"),
        "judged": OneOf(
            required=False, label="Your own rating", choices=[("", "The calculated rating is right"), *JUDGED]
        ),
        "judged_reason": _long_field("Why your rating differs", LONGEST_COMMENT),
    }


def _choice_field(kind: Kind, definition: Definition) -> OneOf:
    """A grade from the KPI's scale, best first; yes, partly or no; or a colour."""
    if kind is Kind.ORDINAL:
        grades = [(grade, grade) for grade in reversed(definition.scale)]
        return OneOf(required=False, label="Grade", choices=[("", "Choose a grade"), *grades])
    answers = ASSURED if kind is Kind.ASSURANCE else JUDGED
    label = "Is it in place?" if kind is Kind.ASSURANCE else "Your judgement"
    return OneOf(required=False, label=label, choices=answers, widget=forms.RadioSelect)


def _long_field(label: str, longest: int) -> forms.CharField:
    return forms.CharField(
        required=False,
        label=label,
        max_length=longest,
        error_messages={"max_length": f"Use at most {longest} characters."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
