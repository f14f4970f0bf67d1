"""The forms of proposed targets: a new set, one band of it, tightening, views, and the board's decision."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from django import forms

from kpis.limits import AMOUNTS, fields_of, has_way
from kpis.models import Band, Consulted, Definition, Scope
from kpis.rag import Direction, Kind
from kpis.rag.rules import PERCENTAGES
from schools.models import Phase, School
from trust.forms import NumberField
from trust.models import Term

LONGEST: Final = 1200

# How each limit is asked for where higher, or lower, is better; ranges have words of their own.
LABELS: Final = {
    "baseline": ("Baseline", "Where things stand now, or where the way to the target begins."),
    "target": ("Target", "Green from here on."),
    "stretch": ("Stretch", "What is hoped for beyond the target. It changes no colour."),
    "limit": ("Limit", "Red beyond it; amber between the limit and the target."),
    "margin": ("Margin", "How far worse than national is still amber."),
    "min_response": ("Response rate needed", "With fewer replies the figure is amber at best."),
    "due_on": ("Statutory date", "Red after it."),
    "trust_due_on": ("The trust's own date", "Green up to it. Leave it blank where there is none."),
    "floor": ("Grade hoped for", "The least grade that is green."),
}
RANGE_LABELS: Final = {
    "target": ("Green from", ""),
    "upper_target": ("Green up to", ""),
    "limit": ("Amber from", "Red below it."),
    "upper_limit": ("Amber up to", "Red above it."),
}


def fresh_key() -> str:
    """Goes with a form, so that sending it twice is one set."""
    return str(uuid4())


class Day(forms.DateField):
    """A day, in the browser's own picker."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "control control-date"})
        super().__init__(widget=widget, **options)
        self.error_messages["invalid"] = "Give a date, such as 15 July 2027."


class Amount(NumberField):
    """A limit, with its unit inside the box."""

    def __init__(self, unit: str, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.unit = unit
        self.widget.attrs["class"] = "control control-number"


class Words(forms.CharField):
    """A few sentences."""

    def __init__(self, rows: int = 3, **options: Any) -> None:
        widget = forms.Textarea(attrs={"class": "control", "rows": rows})
        super().__init__(widget=widget, max_length=LONGEST, **options)


class TermChoice(forms.ModelChoiceField):
    """A term by its name."""

    def label_from_instance(self, term: Term) -> str:
        return term.name


class DescribeForm(forms.Form):
    """What a set is called, what is said of it, and until when views are asked for."""

    title = forms.CharField(
        max_length=120,
        label="Name of the set",
        error_messages={"required": "Give the set a name."},
        widget=forms.TextInput(attrs={"class": "control", "autocomplete": "off"}),
    )
    note = Words(
        required=False,
        label="What changes, and why",
        help_text="Heads, governors and trustees read it at the top of the page.",
    )
    views_by = Day(
        required=False,
        label="Views are asked for by",
        help_text="The last day on which heads and governors answer.",
    )


class OpenForm(DescribeForm):
    """A new set: from which term it holds, and what it is copied from."""

    from_term = TermChoice(
        queryset=Term.objects.none(),
        label="It holds from",
        help_text="Terms before it keep what was agreed for them.",
        empty_label=None,
        widget=forms.Select(attrs={"class": "control"}),
    )
    copy_from = TermChoice(
        queryset=Term.objects.none(),
        required=False,
        label="Copy forward what holds in",
        empty_label="Nothing: begin with an empty set",
        widget=forms.Select(attrs={"class": "control"}),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=fresh_key)
    field_order = ("title", "from_term", "copy_from", "note", "views_by", "key")

    def __init__(self, *args: Any, starts: Iterable[Term], sources: Iterable[Term], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, terms in (("from_term", starts), ("copy_from", sources)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            keys = [term.pk for term in terms]
            field.queryset = Term.objects.filter(pk__in=keys).order_by("year", "number")


class BandForm(forms.Form):
    """One band: whom it is for, and the limits that its kind of KPI has."""

    def __init__(
        self,
        *args: Any,
        definition: Definition,
        schools: Iterable[School],
        terms: Iterable[Term],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        kpi = definition.kpi
        kind, direction = Kind(kpi.kind), Direction(definition.direction)
        self._schools = {school.slug: school for school in schools}
        self._terms = list(terms)
        self.fields["whom"] = self._whom_field(definition)
        self.limits = fields_of(kind, direction)
        for name in self.limits:
            self.fields[name] = _limit_field(name, definition, is_range=direction is Direction.INSIDE)
        if has_way(kind, direction):
            self.fields["target_by"] = self._way_field()
        self.fields["rationale"] = Words(
            required=False, label="Why", help_text="In a sentence or two, for those who are held to it."
        )

    def clean_whom(self) -> dict[str, Any]:
        """`phase` and `school` of the band, as the action takes them."""
        whom, _, which = self.cleaned_data["whom"].partition("-")
        return {
            "phase": which if whom == "phase" else "",
            "school": self._schools[which] if whom == "school" else None,
        }

    def clean_target_by(self) -> Term | None:
        wanted = self.cleaned_data["target_by"]
        return next((term for term in self._terms if term.slug == wanted), None)

    def band_of(self) -> dict[str, Any]:
        """What was given, in the names of `kpis.actions.propose_band`."""
        given = dict(self.cleaned_data)
        return given.pop("whom") | given

    @property
    def amounts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.limits]

    def _whom_field(self, definition: Definition) -> forms.Field:
        if definition.kpi.scope == Scope.TRUST:
            choices: list[tuple[str, Any]] = [("all", "The trust as a whole")]
        else:
            phases = definition.phases or list(Phase.values)
            asked = [school for school in self._schools.values() if school.phase in phases]
            choices = [
                ("all", "Every school"),
                (
                    "One phase",
                    [(f"phase-{phase}", f"{Phase(phase).label} schools") for phase in _present(asked)],
                ),
                ("One school", [(f"school-{school.slug}", school.name) for school in asked]),
            ]
        return forms.ChoiceField(
            choices=choices,
            label="For whom",
            help_text="The closest fit holds: a school's own, then its phase's, then everyone's.",
            widget=forms.Select(attrs={"class": "control"}),
        )

    def _way_field(self) -> forms.Field:
        return forms.ChoiceField(
            choices=[("", "From the first term on"), *((term.slug, term.name) for term in self._terms)],
            required=False,
            label="Reach the target by",
            help_text="In even steps from the baseline. Ratings go by the target and the limit all the same.",
            widget=forms.Select(attrs={"class": "control"}),
        )


class TightenForm(forms.Form):
    """Which KPIs are tightened, and by how much."""

    kpis = forms.MultipleChoiceField(
        label="Which KPIs",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the KPIs to tighten."},
    )
    size = NumberField(label="By how much", least=Decimal(0))
    unit = forms.ChoiceField(
        label="Counted in",
        choices=[("step", "points, or the KPI's own unit"), ("percent", "per cent of the target")],
        widget=forms.RadioSelect,
        initial="step",
    )

    def __init__(self, *args: Any, definitions: Iterable[Definition], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kpis"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(found.kpi.code, found.title) for found in definitions]
        self.fields["size"].widget.attrs["class"] = "control control-short"


class AskForm(forms.Form):
    views_by = Day(
        label="Answers by",
        error_messages={"required": "Choose the last day for an answer."},
    )


class ViewForm(forms.Form):
    """What a head or the governors say."""

    view = forms.ChoiceField(
        label="What do you think?",
        choices=[
            (Consulted.View.CONTENT.value, "Content with these targets"),
            (Consulted.View.CONCERNED.value, "I have a concern"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    words = Words(
        required=False,
        label="In your own words",
        help_text="Needed with a concern. The board reads it. Without the name of any pupil.",
    )


class AgreeForm(forms.Form):
    """The board's agreement: when, where it is minuted, and why nobody was asked where nobody was."""

    agreed_on = Day(label="The board agreed on", error_messages={"required": "Give the day of the meeting."})
    minute = forms.CharField(
        max_length=200,
        label="Minute",
        error_messages={"required": "Say where it is minuted."},
        widget=forms.TextInput(attrs={"class": "control", "placeholder": ""}),
        help_text="Such as: board, 10 December 2026, item 7.",
    )
    reason = Words(
        rows=2,
        required=False,
        label="Why nobody was asked",
        help_text="It stands with the set from then on.",
    )


class WithdrawForm(forms.Form):
    because = Words(rows=2, label="Why", error_messages={"required": "Say why the set is withdrawn."})


def whom_key(band: Band) -> str:
    """How a band's schools are named in the form and in addresses: all, phase-primary, school-oak."""
    if band.school is not None:
        return f"school-{band.school.slug}"
    return f"phase-{band.phase}" if band.phase else "all"


def initial_of(band: Band) -> dict[str, Any]:
    """What the form shows of a band that is there."""
    names = (*AMOUNTS, "due_on", "trust_due_on", "floor", "rationale")
    until = band.target_by.slug if band.target_by else ""
    return {name: _plain(getattr(band, name)) for name in names} | {
        "whom": whom_key(band),
        "target_by": until,
    }


def _limit_field(name: str, definition: Definition, *, is_range: bool) -> forms.Field:
    label, hint = (is_range and RANGE_LABELS.get(name)) or LABELS[name]
    if name in ("due_on", "trust_due_on"):
        return Day(required=False, label=label, help_text=hint)
    if name == "floor":
        grades = [("", "None: the grade holds or rises"), *((grade, grade) for grade in definition.scale)]
        widget = forms.Select(attrs={"class": "control"})
        return forms.ChoiceField(choices=grades, required=False, label=label, help_text=hint, widget=widget)
    unit = "%" if name == "min_response" or Kind(definition.kpi.kind) in PERCENTAGES else definition.unit
    return Amount(unit, label=label, help_text=hint)


def _present(schools: Iterable[School]) -> list[str]:
    """The phases that these schools have, in the trust's order."""
    there = {school.phase for school in schools}
    return [phase for phase in Phase.values if phase in there]


def _plain(value: Any) -> Any:
    """A stored amount without closing zeros, as a person would type it."""
    if not isinstance(value, Decimal):
        return value
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
