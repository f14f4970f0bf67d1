"""The forms of national figures: one noted by hand, one corrected, and those of a file of statistics."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kpis.imports.periods import Period
from kpis.imports.published import EACH, Published, Wanted
from kpis.models import Kpi
from kpis.queries.nationals import definition_of, numeric_kpis
from schools.models import Phase
from trust.dates import full_date
from trust.forms import NumberField, OneOf
from trust.tables import LARGEST_FILE
from trust.terms import SEASONS, TermRef

MEGABYTE = 1024 * 1024
FIRST_YEAR = 2010
PER_CENT = "%"
WHOLE_YEAR = "year"
STATUSES = [("", "Not said"), ("provisional", "Provisional"), ("revised", "Revised"), ("final", "Final")]
EVERY_PHASE = ("", "All schools")
CONTROL = {"class": "control"}
CSV_FILES = {"class": "control", "accept": ".csv,text/csv"}


class KpiChoice(forms.ModelChoiceField):
    """A KPI by its title, with its code behind."""

    def __init__(self, **options: Any) -> None:
        wanted: dict[str, Any] = {
            "queryset": numeric_kpis(),
            "label": "KPI",
            "empty_label": "Choose a KPI",
            "to_field_name": "code",
            "widget": forms.Select(attrs=CONTROL),
            "error_messages": {"required": "Choose a KPI.", "invalid_choice": "Choose a KPI of the list."},
        }
        super().__init__(**(wanted | options))

    def label_from_instance(self, kpi: Kpi) -> str:
        return f"{kpi.title} ({kpi.code})"


class ReleaseForm(forms.Form):
    """Which release a figure was read in, and when it came out."""

    release = forms.CharField(
        label="Release",
        max_length=160,
        help_text="Its name as published, such as Key stage 2 attainment: national headlines.",
        error_messages={"required": "Name the release in which it was published."},
        widget=forms.TextInput(attrs=CONTROL),
    )
    vintage = forms.DateField(
        label="Came out on",
        help_text="The day of the release. The figure is set beside those of terms that end after it.",
        error_messages={"required": "Give the day of the release.", "invalid": "Give a day."},
        widget=forms.DateInput(attrs={"class": "control control-date", "type": "date"}, format="%Y-%m-%d"),
    )
    status = OneOf(label="Status", choices=STATUSES, required=False, widget=forms.Select(attrs=CONTROL))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if "kpi" in self.fields:
            kpi = self.fields["kpi"]
            assert isinstance(kpi, KpiChoice)
            kpi.queryset = numeric_kpis().prefetch_related("definitions")

    def clean_vintage(self) -> date:
        vintage: date = self.cleaned_data["vintage"]
        if vintage > self.today:
            raise forms.ValidationError(f"This day is still to come; today is {full_date(self.today)}.")
        return vintage


class ComparatorForm(ReleaseForm):
    """One national figure, noted by hand."""

    kpi = KpiChoice()
    year = forms.TypedChoiceField(
        label="Academic year",
        coerce=int,
        error_messages={
            "required": "Choose the academic year.",
            "invalid_choice": "Choose a year of the list.",
        },
        widget=forms.Select(attrs=CONTROL),
    )
    part = OneOf(
        label="Whole year or one term",
        choices=[(WHOLE_YEAR, "The whole year")]
        + [(str(number), f"The {season} term") for number, season in SEASONS.items()],
        help_text="A term is never compared with a year. A KPI that counts since September takes a figure "
        "that does.",
        error_messages={"required": "Say whether it is of a whole year or of one term."},
        widget=forms.RadioSelect,
    )
    phase = OneOf(
        label="Schools",
        choices=[EVERY_PHASE, *((value, f"{label} schools") for value, label in Phase.choices)],
        required=False,
        widget=forms.Select(attrs=CONTROL),
    )
    value = NumberField(
        label="Figure",
        help_text="As published. A percentage as 62 or 62%.",
        error_messages={"required": "Give the figure."},
        widget=forms.TextInput(
            attrs={
                "class": "control control-number control-short",
                "inputmode": "decimal",
                "autocomplete": "off",
            }
        ),
    )
    source = forms.CharField(
        label="Read in",
        max_length=200,
        required=False,
        help_text="The file, table or page.",
        widget=forms.TextInput(attrs=CONTROL),
    )
    anyway = forms.BooleanField(
        label="Note it all the same. It is shown with the KPI and set beside nothing.", required=False
    )
    field_order = (
        "kpi",
        "year",
        "part",
        "phase",
        "value",
        "release",
        "vintage",
        "status",
        "source",
        "anyway",
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        years = range(today.year, FIRST_YEAR - 1, -1)
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [("", "Choose the year"), *((one, TermRef(one, 1).academic_year) for one in years)]

    @property
    def term_number(self) -> int | None:
        part: str = self.cleaned_data["part"]
        return None if part == WHOLE_YEAR else int(part)

    def clean(self) -> dict[str, Any]:
        """No silent comparison of a term with a year, nor a year's figure before the year is over."""
        cleaned = super().clean() or self.cleaned_data
        if not {"kpi", "part", "year"} <= cleaned.keys():
            return cleaned
        meant = definition_of(cleaned["kpi"])
        number = self.term_number
        if meant and not meant.compares(number) and not cleaned.get("anyway"):
            self.add_error(
                "part", f"It would be set beside {meant.beside(number)}. Choose again, or tick the box below."
            )
        if meant and not meant.takes(cleaned.get("phase", "")):
            self.add_error("phase", "This KPI is not asked of schools of that phase.")
        period = Period(cleaned["year"], number)
        if number is None and "vintage" in cleaned and period.is_unfinished(cleaned["vintage"]):
            self.add_error("vintage", f"{period.words} was not over on that day, so it cannot be its figure.")
        return cleaned

    @property
    def asks_anyway(self) -> bool:
        """Whether the tick stands in the form: only once it was told that nothing would be compared."""
        return "part" in self.errors or bool(self.data.get("anyway"))


class CorrectionForm(forms.Form):
    """The right figure in place of a wrong one, and why."""

    value = NumberField(
        label="The right figure",
        error_messages={"required": "Give the figure."},
        widget=forms.TextInput(
            attrs={
                "class": "control control-number control-short",
                "inputmode": "decimal",
                "autocomplete": "off",
            }
        ),
    )
    reason = forms.CharField(
        label="What was wrong?",
        max_length=160,
        error_messages={"required": "Say what was wrong."},
        widget=forms.TextInput(attrs=CONTROL),
    )


class StatisticsFileForm(forms.Form):
    """A CSV file as it was downloaded, and the file that describes its columns."""

    file = forms.FileField(
        label="The file of figures",
        help_text="A .csv file of at most 5 MB, as it was downloaded. Only the rows of England are used.",
        error_messages={"required": "Choose a file first.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs=CSV_FILES),
    )
    metadata = forms.FileField(
        label="Its metadata",
        required=False,
        help_text="The .meta.csv file, or the file of column names: it gives the columns their names.",
        error_messages={"empty": "The file is empty."},
        widget=forms.FileInput(attrs=CSV_FILES),
    )

    def clean_file(self) -> UploadedFile:
        return _small(self.cleaned_data["file"])

    def clean_metadata(self) -> UploadedFile | None:
        metadata = self.cleaned_data["metadata"]
        return _small(metadata) if metadata else None


class FiguresForm(ReleaseForm):
    """What to take from a file: for which KPI, which column, of whom, and from which release."""

    kpi = KpiChoice()
    column = OneOf(
        label="Column",
        error_messages={"required": "Choose a column."},
        widget=forms.Select(attrs=CONTROL),
    )
    as_remainder = forms.BooleanField(
        label="Take 100 less what is published, such as attendance from absence.", required=False
    )
    takes_all = forms.BooleanField(
        label="Note figures too that are set beside nothing, such as a year’s for a KPI of terms.",
        required=False,
    )

    def __init__(self, published: Published, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        self.published = published
        column = self.fields["column"]
        assert isinstance(column, forms.ChoiceField)
        column.choices = [("", "Choose a column"), *((one.name, one.words) for one in published.columns)]
        self.filters = {f"of_{place}": one for place, one in enumerate(published.filters)}
        for name, one in self.filters.items():
            values = [(str(place), value or "(blank)") for place, value in enumerate(one.values)]
            if one.is_of_phases:
                values.insert(0, (EACH, "Each phase with its own figure"))
            usual = EACH if one.usual == EACH else str(one.values.index(one.usual))
            self.fields[name] = OneOf(
                label=one.label, choices=values, initial=usual, widget=forms.Select(attrs=CONTROL)
            )
        if not published.says_year:
            self._ask_for_the_year(today)
        self.order_fields(["kpi", "column", *self.filters, "year", "phase"])

    def _ask_for_the_year(self, today: date) -> None:
        """Performance tables hold neither their year nor a phase."""
        years = range(today.year, FIRST_YEAR - 1, -1)
        self.fields["year"] = forms.TypedChoiceField(
            label="Academic year",
            coerce=int,
            choices=[("", "Choose the year"), *((one, TermRef(one, 1).academic_year) for one in years)],
            initial=self.published.year or "",
            help_text="The year of the results; the file itself does not say it.",
            error_messages={
                "required": "Choose the year of the results.",
                "invalid_choice": "Choose a year of the list.",
            },
            widget=forms.Select(attrs=CONTROL),
        )
        self.fields["phase"] = OneOf(
            label="For",
            choices=[EVERY_PHASE, *((value, f"{label} schools") for value, label in Phase.choices)],
            initial=self.published.phase,
            required=False,
            widget=forms.Select(attrs=CONTROL),
        )

    def clean(self) -> dict[str, Any]:
        """A column of percentages is no figure in points, nor the other way round where units are known."""
        cleaned = super().clean() or self.cleaned_data
        meant = definition_of(cleaned["kpi"]) if "kpi" in cleaned else None
        units = {one.name: one.unit for one in self.published.columns}
        unit = units.get(cleaned.get("column", ""), "")
        if meant and unit and (unit == PER_CENT) != (meant.shown_unit == PER_CENT):
            self.add_error("column", f"This column is in {unit}, and the KPI in {meant.unit_words}.")
        return cleaned

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields that say which rows are meant."""
        return [self[name] for name in (*self.filters, "year", "phase") if name in self.fields]

    @property
    def wanted(self) -> Wanted:
        """What was chosen, once the form is valid."""
        chosen = self.cleaned_data
        values = {
            one.name: EACH if chosen[name] == EACH else one.values[int(chosen[name])]
            for name, one in self.filters.items()
        }
        year: int | None = chosen.get("year")
        return Wanted(
            chosen["column"],
            values,
            chosen.get("phase", ""),
            year,
            chosen["as_remainder"],
            chosen["takes_all"],
        )

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self["as_remainder"], self["takes_all"]]


def _small(file: UploadedFile) -> UploadedFile:
    if (file.size or 0) > LARGEST_FILE:
        raise forms.ValidationError(
            f"The file is larger than {LARGEST_FILE // MEGABYTE} MB. "
            "Filter it to England where you download it."
        )
    return file
