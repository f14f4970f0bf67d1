"""The form of a KPI's definition: the fields that its kind has, in sections, each saying what it is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from kpis.defining import COUNTS, GROUPS, LIMITS, fields_of, problems_of, settled
from kpis.forms.definition_fields import WORDS_OF_COUNTS, definition_fields
from kpis.models import Kpi, Scope
from kpis.rag import Kind
from kpis.rag.rules import PERCENTAGES
from trust.models import Area, Term

# Heading, words below it, and the fields; those in brackets stand side by side.
COUNTING: Final = "How it is counted"
SECTIONS: Final[tuple[tuple[str, str, tuple[str | tuple[str, ...], ...]], ...]] = (
    ("What it means", "For everyone who reads it, trustees first.",
     (("code", "area"), "title", "meaning", "scope", "is_headline")),
    (COUNTING, "", (("unit", "places"), "direction", COUNTS, "scale", "is_cumulative", "forecasts")),
    ("When it is asked, and of whom", "",
     ("reported_in", "phases", "period_lag", "speaks_of_year", "guidance", "contributor",
      "offers_no_change")),
    ("What cannot be right",
     "What is impossible is refused as it is typed. What is unusual is asked about: the head says why, and "
     "the note stands beside the figure. Leave blank what should not be checked.",
     (LIMITS[:2], LIMITS[2:4], LIMITS[4:])),
    ("Small groups",
     "A group can be so small that a figure names a person. Then it is hidden from members and the public, "
     "and marked for trustees, below the sizes in the trust’s settings.", GROUPS),
    ("When it begins", "", ("from_term",)),
)  # fmt: skip


class Section(NamedTuple):
    """A part of the form under a heading; each block is a field, or several side by side."""

    heading: str
    words: str
    blocks: list[list[forms.BoundField]]


class TermField(forms.ModelChoiceField):
    """A term by its name, from those that are allowed."""

    def __init__(self, terms: Iterable[Term], **options: Any) -> None:
        known = list(terms)
        wanted: dict[str, Any] = {
            "queryset": Term.objects.filter(pk__in=[term.pk for term in known]),
            "empty_label": None,
            "widget": forms.Select(attrs={"class": "control"}),
            "error_messages": {
                "required": "Choose the term.",
                "invalid_choice": "Choose a term of the list.",
            },
        }
        super().__init__(**(wanted | options))
        self.choices = [(term.pk, term.name) for term in known]


class DefinitionForm(forms.Form):
    """A definition of one kind; `changed` holds what was given, field by field, once the form is valid."""

    is_new = False

    def __init__(
        self,
        kind: str,
        terms: Iterable[Term],
        *args: Any,
        scope: str = Scope.SCHOOL,
        unit: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = Kind(kind)
        self.unit = "%" if self.kind in PERCENTAGES else unit
        made = definition_fields(self.kind, self.unit)
        for name in fields_of(kind):
            if name != "phases" or scope == Scope.SCHOOL:
                self.fields[name] = made[name]
        self.fields["from_term"] = TermField(
            terms,
            label="From which term on?",
            help_text="Every term before keeps the definition it had. What the board has been given, or a "
            "return has reported, is never changed.",
        )

    @property
    def changed(self) -> dict[str, Any]:
        own = set(fields_of(self.kind))
        return {name: value for name, value in self.cleaned_data.items() if name in own}

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            for name, words in problems_of(self.kind, settled(self.kind, self.changed)).items():
                self.add_error(name, words)
        return self.cleaned_data

    def take(self, refusal: ValidationError) -> None:
        """Put what an action refused beside the fields it speaks of."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    @property
    def sections(self) -> list[Section]:
        """The form's parts, those without a field left out."""
        found = [
            Section(heading, self._words(heading) or words, self._blocks(names))
            for heading, words, names in SECTIONS
        ]
        return [section for section in found if section.blocks]

    def _words(self, heading: str) -> str:
        return WORDS_OF_COUNTS[self.kind][2] if heading == COUNTING and self.kind in WORDS_OF_COUNTS else ""

    def _blocks(self, names: Iterable[str | tuple[str, ...]]) -> list[list[forms.BoundField]]:
        rows = [(name,) if isinstance(name, str) else name for name in names]
        blocks = [[self[name] for name in row if name in self.fields] for row in rows]
        return [block for block in blocks if block]


class NewKpiForm(DefinitionForm):
    """A new KPI of one kind: its code and place in the book, and the first version of its definition."""

    is_new = True
    code = forms.CharField(
        label="Code",
        max_length=12,
        help_text="Short, in capitals, such as ATT. It never changes.",
        error_messages={"required": "Give it a short code, such as ATT."},
        widget=forms.TextInput(
            attrs={"class": "control", "autocapitalize": "characters", "autocomplete": "off"}
        ),
    )
    area = forms.ModelChoiceField(
        queryset=Area.objects.all(),
        label="Area",
        empty_label="Choose an area",
        help_text="The section of the return it is asked in.",
        error_messages={"required": "Choose an area.", "invalid_choice": "Choose an area of the list."},
        widget=forms.Select(attrs={"class": "control"}),
    )
    scope = forms.ChoiceField(
        label="Whose figure is it?",
        choices=Scope.choices,
        initial=Scope.SCHOOL,
        help_text="The trust’s own KPIs are asked in the trust’s own return. This never changes.",
        widget=forms.RadioSelect,
    )
    is_headline = forms.BooleanField(
        label="It is the headline of its area",
        required=False,
        help_text="Its figure is printed in the area’s cell of the heat map.",
    )

    @property
    def identity(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("code", "area", "scope", "is_headline")}

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        if Kpi.objects.filter(code=code).exists():
            raise forms.ValidationError(f"{code} is in the book already. Choose another code.")
        return code
