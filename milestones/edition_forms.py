"""The forms in which an edition is written, one for each part, and the one in which it is adopted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from milestones.edition_parts import EditionPart
from milestones.models import Plan, TextKind
from milestones.sheet_forms import Choices, KeyOf, Offered, PartForm, SheetRows
from trust.forms import DayField, NumberField, OneOf, PrintedDayField

SPARE_ROWS = 2
MOST_LETTERS = 20_000
MOST_GROWTH = Decimal("99999999")


@dataclass(frozen=True)
class OfferedHere(Offered):
    """What the forms of an edition offer: its strategic areas, its terms, and the codes of KPIs."""

    strands: Choices = ()
    terms: Choices = ()
    codes: frozenset[str] = frozenset()


def _line(
    label: str, most: int, hint: str = "", *, required: bool = False, missing: str = ""
) -> forms.CharField:
    told = {"required": missing} if missing else {}
    return forms.CharField(
        label=label, max_length=most, help_text=hint, required=required, error_messages=told
    )


def _words(label: str, hint: str, rows: int, *, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_LETTERS,
        help_text=hint,
        required=bool(missing),
        error_messages={"required": missing} if missing else {},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class KpiCodesField(forms.CharField):
    """KPIs by their codes, with commas between: 'ATT, PA'; a sorted list, each once."""

    known: frozenset[str] = frozenset()

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        typed = super().clean(value).replace(";", ",").replace("\n", ",")
        by_code = {code.casefold(): code for code in self.known}
        asked = {part.strip() for part in typed.split(",") if part.strip()}
        unknown = sorted(part for part in asked if part.casefold() not in by_code)
        if unknown:
            raise forms.ValidationError(f"There is no KPI with the code {unknown[0]}.")
        return sorted({by_code[part.casefold()] for part in asked})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class ApprovalForm(PartForm):
    """Who drafted and approved it, and when it is looked at again."""

    drafted_by = _line("Drafted by", 120)
    drafted_on = PrintedDayField(label="Drafted", required=False)
    approved_by = _line("Approved by", 120, "Such as the trust board.")
    approved_on = PrintedDayField(label="Approved", required=False)
    adopted_on = PrintedDayField(label="Adopted", required=False)
    minute = _line("Minute of the decision", 120, "Such as Minute 7.2 of 9 July 2026.")
    review_on = PrintedDayField(label="Next review", required=False)


class YearsForm(PartForm):
    """Up to which year the plan is firm."""

    OFFERS: ClassVar = {"firm_to_id": "terms"}
    firm_to_id = KeyOf(
        "Not said",
        label="Firm until the end of",
        help_text="The years after it are provisional: they are printed, and looked at again each year.",
    )


class RowForm(PartForm):
    """A row that keeps its key, and its place among the others."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(
        label="Place",
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Give a whole number, such as 2."},
    )

    def told(self) -> list[tuple[str, str]]:
        """What stands, without the row's key and place; a tick as yes or no."""
        ticks = {"True": "yes", "False": "no"}
        hidden = (str(self.fields["id"].label), str(self.fields["place"].label))
        return [(label, ticks.get(words, words)) for label, words in super().told() if label not in hidden]


class TextForm(RowForm):
    """A chapter."""

    kind = OneOf(
        label="Kind",
        choices=[("", "Choose"), *TextKind.choices],
        error_messages={"required": "Say what kind of chapter it is."},
    )
    title = _line("Heading", 160, "Blank: the name of its kind.")
    text = _words("Text", "Leave a line blank to begin a new paragraph.", 8)
    in_summary = forms.BooleanField(label="The summary prints it", required=False, initial=True)
    summary = _words("In the summary", "Blank: the summary prints the text above.", 4)
    field_order = ("id", "kind", "title", "place", "text", "in_summary", "summary")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") and not given.get("title"):
            given["title"] = TextKind(given["kind"]).label
        return given


class ServedForm(RowForm):
    """A row that KPIs watch."""

    kpis = KpiCodesField(
        label="KPIs that watch it", required=False, help_text="Their codes with commas between."
    )

    def __init__(self, *given: Any, offered: OfferedHere, **options: Any) -> None:
        super().__init__(*given, offered=offered, **options)
        codes: Any = self.fields["kpis"]
        codes.known = offered.codes


class ObjectiveForm(ServedForm):
    """What the trust is for."""

    text = _words("Objective", "", 3, missing="Say what the objective is.")
    field_order = ("id", "place", "text", "kpis")


class QuestionForm(ServedForm):
    """A question that the edition sets itself."""

    OFFERS: ClassVar = {"strand_id": "strands"}
    strand_id = KeyOf("None of them", label="Strategic area")
    text = _words("Question", "", 2, missing="Say what the question is.")
    response = _words("The trust’s response", "Leave a line blank to begin a new paragraph.", 5)
    field_order = ("id", "place", "strand_id", "text", "response", "kpis")


class GrowthForm(RowForm):
    """What the trust means to grow to."""

    OFFERS: ClassVar = {"by_term_id": "terms"}
    text = _line("What grows", 200, "Such as Schools in the trust.", required=True, missing="Say what grows.")
    target = NumberField(label="To", least=Decimal(0), most=MOST_GROWTH, required=False)
    by_term_id = KeyOf("Not said", label="By the end of")
    reached_on = PrintedDayField(label="Reached", required=False)
    field_order = ("id", "text", "place", "target", "by_term_id", "reached_on")

    def clean_target(self) -> Decimal | None:
        target: Decimal | None = self.cleaned_data["target"]
        if target is not None and target != round(target, 2):
            raise forms.ValidationError("Give at most two decimals.")
        return target


FORMS: dict[EditionPart, type[PartForm]] = {
    EditionPart.APPROVAL: ApprovalForm,
    EditionPart.YEARS: YearsForm,
    EditionPart.TEXTS: TextForm,
    EditionPart.OBJECTIVES: ObjectiveForm,
    EditionPart.QUESTIONS: QuestionForm,
    EditionPart.GROWTH: GrowthForm,
}


def form_of(part: EditionPart, names: tuple[str, ...], *given: Any, **options: Any) -> PartForm:
    """The form of a part without rows, with the fields that this edition has now."""
    form = FORMS[part](*given, **options)
    for name in [*form.fields]:
        if name not in names:
            del form.fields[name]
    return form


def rows_of(part: EditionPart) -> type[SheetRows]:
    """The formset of a part that has rows."""
    return forms.formset_factory(  # type: ignore[return-value]
        FORMS[part], formset=SheetRows, extra=SPARE_ROWS, can_delete=True, max_num=80, absolute_max=100
    )


class AdoptForm(forms.Form):
    """The board's decision."""

    adopted_on = PrintedDayField(
        label="Adopted on", error_messages={"required": "Say when the board adopted it."}
    )
    approved_by = _line(
        "Approved by",
        120,
        "Such as the trust board.",
        required=True,
        missing="Say who approved it, such as the trust board.",
    )
    minute = _line(
        "Minute",
        120,
        "Such as Minute 7.2 of the meeting on 9 July 2026.",
        required=True,
        missing="Name the minute in which the board decided it.",
    )


class OnForm(forms.Form):
    """A day, to see the plan as it stood."""

    day = DayField(label="As it stood on")


class CompareForm(forms.Form):
    """Two editions, to see what differs."""

    def __init__(self, *given: Any, editions: list[Plan], **options: Any) -> None:
        super().__init__(*given, **options)
        choices = [(str(each.pk), each.title) for each in editions]
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = OneOf(label=label, choices=choices)
