"""The small forms of the KPI book: retiring, a KPI's place, areas, checks, and choosing from the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from kpis.forms.definition import TermField
from kpis.library.starter import STARTERS
from kpis.models import CrossCheck, Kpi
from kpis.queries.library import Numbers
from trust.models import Area, Term

CONTROL = {"class": "control"}


class RetireForm(forms.Form):
    """From when a KPI is asked no more, and why."""

    reason = forms.CharField(
        label="Why is it retired?",
        max_length=600,
        help_text="It stands beside the KPI in the book.",
        error_messages={"required": "Say why it is retired."},
        widget=forms.Textarea(attrs={"class": "control", "rows": 3}),
    )

    def __init__(self, terms: Iterable[Term], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = "From which term on is it asked no more?"
        self.fields["from_term"] = TermField(terms, label=label)
        self.order_fields(["from_term", "reason"])


class PlaceForm(forms.Form):
    """Where a KPI stands: its area, and whether it is the headline there."""

    area = forms.ModelChoiceField(
        queryset=Area.objects.all(), empty_label=None, label="Area", widget=forms.Select(attrs=CONTROL)
    )
    is_headline = forms.BooleanField(label="It is the headline of its area", required=False)
    stays_inside = forms.BooleanField(
        label="It stays inside the trust",
        required=False,
        help_text="Members’ and public editions, and figures copied for outside, leave it out.",
    )


class AreaForm(forms.Form):
    """An area's name, and the short one for narrow columns."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        error_messages={"required": "Give the area a name.", "max_length": "Use at most 80 characters."},
        widget=forms.TextInput(attrs=CONTROL),
    )
    short_name = forms.CharField(
        label="Short name",
        max_length=24,
        required=False,
        help_text="For columns of tables, at most 24 characters.",
        error_messages={"max_length": "Use at most 24 characters."},
        widget=forms.TextInput(attrs=CONTROL),
    )


class CheckForm(forms.Form):
    """Which number of this KPI must agree with which number of another, or of its own."""

    part = forms.ChoiceField(label="This number", widget=forms.Select(attrs=CONTROL))
    relation = forms.ChoiceField(
        label="How they compare", choices=CrossCheck.Relation.choices, widget=forms.Select(attrs=CONTROL)
    )
    other = forms.ChoiceField(
        label="That number in the same return",
        error_messages={"required": "Choose the number to compare with."},
        widget=forms.Select(attrs=CONTROL),
    )
    is_refused = forms.TypedChoiceField(
        label="Where it does not hold",
        choices=[("note", "Ask for a note"), ("refuse", "Refuse the answer")],
        coerce=lambda value: value == "refuse",
        initial="note",
        help_text="Refuse only what can never be right.",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What the person is told",
        max_length=200,
        help_text="One sentence, such as: Disadvantaged pupils are among all pupils on roll.",
        error_messages={
            "required": "Say what the person is told.",
            "max_length": "Use at most 200 characters.",
        },
        widget=forms.TextInput(attrs=CONTROL),
    )

    def __init__(self, kpi: Kpi, numbers: Iterable[Numbers], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(numbers)
        own = next((one.parts for one in known if one.kpi.pk == kpi.pk), ())
        self.kpis = {one.kpi.code: one.kpi for one in known}
        self._choice("part").choices = list(own)
        groups = [
            (
                f"{one.title} ({one.kpi.code})",
                [(f"{one.kpi.code}:{part}", words) for part, words in one.parts],
            )
            for one in known
        ]
        self._choice("other").choices = [("", "Choose a number"), *groups]

    def wanted(self) -> dict[str, Any]:
        """What `kpis.actions.add_check` takes."""
        given = self.cleaned_data
        code, _, part = given["other"].partition(":")
        sides = {name: given[name] for name in ("part", "relation", "words", "is_refused")}
        return sides | {"other": self.kpis[code], "other_part": part}

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


class LibraryForm(forms.Form):
    """The KPIs chosen from the starter library, and from when on they are asked."""

    codes = forms.MultipleChoiceField(
        choices=[(starter.code, starter.title) for starter in STARTERS],
        label="KPIs",
        error_messages={
            "required": "Tick at least one KPI.",
            "invalid_choice": "Not all of these are in the library.",
        },
    )

    def __init__(self, terms: Iterable[Term], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_term"] = TermField(terms, label="Asked from")
