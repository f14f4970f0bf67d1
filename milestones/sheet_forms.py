"""The forms in which a programme sheet is filled in, one for each part; a form's names are the part's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from milestones.models import BidState, FundingSource
from milestones.sheet_parts import SheetPart
from trust.forms import DayField, NumberField, OneOf

Choices = Sequence[tuple[int, str]]
SPARE_ROWS = 3
MOST_MONEY = Decimal("9999999999.99")


@dataclass(frozen=True)
class Offered:
    """What the forms offer to choose from, by key and in words."""

    questions: Choices = ()
    objectives: Choices = ()
    people: Choices = ()
    bodies: Choices = ()
    schools: Choices = ()
    kpis: Choices = ()
    years: Choices = ()


class KeyOf(OneOf):
    """One of some rows, by its primary key; none is None. `missing` says what to do where one is needed."""

    def __init__(self, empty: str, *, missing: str = "", **options: Any) -> None:
        needed = {"required": missing} if missing else {}
        super().__init__(required=bool(missing), error_messages=needed, **options)
        self.empty = empty
        self.offer(())

    def offer(self, choices: Choices) -> None:
        self.choices = [("", self.empty), *choices]

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return int(text) if text else None


def _line(label: str, most: int, hint: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required)


def _words(label: str, hint: str, rows: int = 3) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, help_text=hint, required=False, widget=area)


class PartForm(forms.Form):
    """A part of the sheet, or one row of it."""

    # Which field takes which of the things offered.
    OFFERS: ClassVar[dict[str, str]] = {}

    def __init__(self, *given: Any, offered: Offered, **options: Any) -> None:
        super().__init__(*given, **options)
        for name, kind in self.OFFERS.items():
            field: Any = self.fields[name]
            if isinstance(field, KeyOf):
                field.offer(getattr(offered, kind))
            else:
                field.choices = getattr(offered, kind)

    @property
    def row(self) -> dict[str, Any]:
        """The row as `milestones.actions.sheets` takes it."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "DELETE"}

    def told(self) -> list[tuple[str, str]]:
        """What the form was opened with, as label and words, for a person to compare."""
        told = []
        for name, field in self.fields.items():
            value = self.initial.get(name)
            if name != "DELETE" and value not in (None, "", []):
                told.append((str(field.label), _shown(field, value)))
        return told


def _shown(field: Any, value: Any) -> str:
    known = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return ", ".join(known.get(str(each), str(field.prepare_value(each))) for each in values)


class AimForm(PartForm):
    """Why it is done."""

    OFFERS: ClassVar = {"question_id": "questions", "objective_id": "objectives"}
    aim = _words("Aim", "One sentence, in the plan's own words: what will be so when it is done?")
    question_id = KeyOf("None of them", label="Which strategic question does it serve?")
    objective_id = KeyOf("None of them", label="Which objective does it serve?")


class PeopleForm(PartForm):
    """Who leads it, who watches it, and whom it concerns."""

    OFFERS: ClassVar = {
        "owner_id": "people", "sponsor_id": "people", "body_id": "bodies", "schools": "schools",
    }  # fmt: skip
    owner_id = KeyOf("Nobody yet", label="Lead", help_text="Who sees to it and rates it each term.")
    owner_post = _line("Lead's post", 120, "Stands when its holder leaves.")
    sponsor_id = KeyOf("Nobody yet", label="Sponsor or trustee link", help_text="May rate it too.")
    sponsor_post = _line("Sponsor's post", 120)
    body_id = KeyOf("None", label="Board or committee that watches it")
    decided_by = _line("Decided by", 160, "Who decides when something must change, such as the trust board.")
    resources = _words("Resources", "People's time, rooms, materials: what it needs besides money.")
    schools = forms.TypedMultipleChoiceField(
        label="Schools it concerns",
        help_text="Tick none where it concerns all. Heads and governors of other schools do not see it.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_schools(self) -> list[int]:
        return sorted(self.cleaned_data["schools"])


class StepForm(PartForm):
    """A piece of work."""

    text = _line("Step", 200, required=True)
    owner = _line("Owner", 120)
    due_on = DayField(label="Due", required=False)
    done_on = DayField(label="Done", required=False)
    note = _line("Cost or note", 200)


class MoneyForm(PartForm):
    """What one source gives in a year."""

    OFFERS: ClassVar = {"year": "years"}
    year = KeyOf("Choose", label="Year", missing="Choose the year.")
    source = OneOf(label="Source", choices=[("", "Choose"), *FundingSource.choices])
    bid = OneOf(label="If a bid", choices=[("", "Not a bid"), *BidState.choices], required=False)
    budget = NumberField(label="Budget, £", least=Decimal(0), most=MOST_MONEY)
    cost = NumberField(label="Spent or promised, £", least=Decimal(0), most=MOST_MONEY, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        is_bid = given.get("source") == FundingSource.BID
        if is_bid and not given.get("bid"):
            self.add_error("bid", "Say whether the bid is sought, won or lost.")
        if given.get("source") and not is_bid and given.get("bid"):
            self.add_error("bid", "Only a bid is sought, won or lost.")
        for name in ("budget", "cost"):
            exponent = given[name].as_tuple().exponent if given.get(name) is not None else 0
            if isinstance(exponent, int) and exponent < -2:
                self.add_error(name, "Give pounds and pence, with at most two decimals.")
        given["cost"] = given.get("cost") or Decimal(0)
        return given


class MeasureForm(PartForm):
    """How success is known."""

    OFFERS: ClassVar = {"kpi_id": "kpis"}
    text = _line("What is true when it has worked?", 200, required=True)
    kpi_id = KeyOf("No KPI", label="KPI that shows it")


class RiskForm(PartForm):
    """What could go wrong."""

    text = _line("What could go wrong?", 200, required=True)
    response = _line("What is done about it?", 300)


class DocumentForm(PartForm):
    """A link to a document."""

    title = _line("Name", 160, required=True)
    url = forms.URLField(
        label="Web address",
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Give a web address that begins with https://"},
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith(("https://", "http://")):
            raise forms.ValidationError("Give a web address that begins with https://")
        return url


FORMS: dict[SheetPart, type[PartForm]] = {
    SheetPart.AIM: AimForm,
    SheetPart.PEOPLE: PeopleForm,
    SheetPart.STEPS: StepForm,
    SheetPart.MONEY: MoneyForm,
    SheetPart.MEASURES: MeasureForm,
    SheetPart.RISKS: RiskForm,
    SheetPart.ATTACHMENTS: DocumentForm,
}
WITHOUT_ROWS = (SheetPart.AIM, SheetPart.PEOPLE)


class SheetRows(forms.BaseFormSet):
    """The rows of a part, in their order, with a few blank ones at the end."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was typed, without the rows that are blank or ticked to be removed."""
        return [form.row for form in self.forms if form.has_changed() and form not in self.deleted_forms]


def rows_of(part: SheetPart) -> type[SheetRows]:
    """The formset of a part that has rows."""
    return forms.formset_factory(  # type: ignore[return-value]
        FORMS[part], formset=SheetRows, extra=SPARE_ROWS, can_delete=True, max_num=80, absolute_max=100
    )
