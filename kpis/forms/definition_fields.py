"""The fields of a definition's form: each with its label, and a hint that explains what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from kpis.defining import DIRECTIONS_OF, MOST_PLACES
from kpis.forms.entry import FigureField
from kpis.models import GroupOf
from kpis.models.definition import DIRECTIONS
from kpis.rag import Kind
from kpis.rag.rules import PERCENTAGES
from schools.models import Phase
from trust.terms import SEASONS

LONGEST_WORDS: Final = 1200
TYPED: Final = (
    "Leave both counts blank where the figure itself is typed. With counts, the schools’ are added up to a "
    "figure of the trust’s own."
)
WORDS_OF_COUNTS: Final[dict[Kind, tuple[str, str, str]]] = {
    Kind.MEASURE: ("First count", "Out of", TYPED),
    Kind.NATIONAL: ("First count", "Out of", TYPED),
    Kind.RATIO: ("The part", "The whole", "The figure is the part as a percentage of the whole."),
    Kind.PENETRATION: ("Done", "Eligible", "The figure is the percentage of those eligible."),
    Kind.SURVEY: (
        "Agreed",
        "Replied",
        "The figure is the percentage of replies. How many were asked comes along.",
    ),
}
LAGS: Final = (
    (0, "The term in which it is asked"),
    (1, "The term before: in autumn, last summer"),
    (2, "Two terms before"),
    (3, "The same term a year ago"),
)  # fmt: skip
PLACES: Final = [(number, f"{number}") for number in range(MOST_PLACES + 1)]


class GradesField(forms.CharField):
    """Grades, one on each line, the worst first."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class LimitField(FigureField):
    """A limit of a figure, with the figure's unit inside the box."""

    def __init__(self, unit: str, **options: Any) -> None:
        super().__init__(**options)
        self.unit = unit
        self.widget.attrs["class"] = "control"


def definition_fields(kind: Kind, unit: str) -> dict[str, forms.Field]:
    """Every field that a definition of that kind can have, unbound, by name; limits carry their `unit`."""
    return {**_words(), **_numbers(kind), **_times(), **_limits(unit), **_groups()}


def _line(
    label: str, help_text: str, longest: int, *, required: bool = False, **attrs: str
) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "control", **attrs})
    messages = {"max_length": f"Use at most {longest} characters.", "required": "Say what is counted here."}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=required,
        widget=widget,
        error_messages=messages,
    )


def _text(label: str, help_text: str, *, required: bool = False, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "control", "rows": rows})
    messages = {"max_length": f"Use at most {LONGEST_WORDS} characters."}
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_WORDS, required=required, widget=widget,
        error_messages=messages,
    )  # fmt: skip


def _tick(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def _words() -> dict[str, forms.Field]:
    title = _line("Title", "As it stands in the book, on pages and in packs.", 120, required=True)
    meaning = _text("What is counted", "One or two sentences that a volunteer understands.", required=True)
    title.error_messages["required"] = "Give the KPI a title."
    meaning.error_messages["required"] = "Say what is counted, in plain words."
    return {
        "title": title,
        "meaning": meaning,
        "guidance": _text("Where the figure is found", "For the person who fills it in.", rows=2),
        "contributor": _line("Who usually fills it in", "A post, such as Business manager.", 80),
    }


def _numbers(kind: Kind) -> dict[str, forms.Field]:
    first, second, _ = WORDS_OF_COUNTS.get(kind, ("", "", ""))
    needed = kind in PERCENTAGES
    hints = ("What stands above the line.", "What stands below it.") if needed else ("", "")
    ways = [(way.value, dict(DIRECTIONS)[way.value]) for way in DIRECTIONS_OF.get(kind, ())]
    return {
        "unit": _line("Unit", "Such as %, £, days or points. Leave it blank for a plain number.", 20),
        "places": forms.TypedChoiceField(
            label="Decimal places", choices=PLACES, coerce=int, initial=0,
            help_text="How it is shown, and rated.",
            widget=forms.Select(attrs={"class": "control"}),
        ),
        "direction": forms.ChoiceField(label="Which way is better?", choices=ways, widget=forms.RadioSelect,
                                       error_messages={"required": "Choose which way is better."}),
        "numerator_label": _line(f"What is counted: {first.lower()}" if needed else first, hints[0], 80,
                                 required=needed),
        "denominator_label": _line(f"Out of what: {second.lower()}" if needed else second, hints[1], 80,
                                   required=needed),
        "is_cumulative": _tick("It is counted since September",
                               "Then autumn is compared with last autumn, and not with the summer."),
        "forecasts": _tick("The head also gives a forecast",
                           "The lowest and highest result they expect; the record shows how it came out."),
        "scale": GradesField(
            label="Grades, worst first",
            help_text="One on each line, at least two. A grade may hold or rise.",
            error_messages={"required": "Give at least two grades, the worst first, one on each line."},
            widget=forms.Textarea(attrs={"class": "control", "rows": 5}),
        ),
    }  # fmt: skip


def _times() -> dict[str, forms.Field]:
    seasons = [(number, f"{season.capitalize()} term") for number, season in SEASONS.items()]
    return {
        "reported_in": forms.TypedMultipleChoiceField(
            label="Asked in", choices=seasons, coerce=int, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one term in which it is asked."},
        ),
        "phases": forms.MultipleChoiceField(
            label="Asked of", choices=Phase.choices, required=False, widget=forms.CheckboxSelectMultiple,
            help_text="Choose none to ask every school.",
        ),
        "period_lag": forms.TypedChoiceField(
            label="Which term does a figure speak of?", choices=LAGS, coerce=int,
            help_text="Examination results of the summer are asked in autumn: the term before.",
            widget=forms.Select(attrs={"class": "control"}),
        ),
        "speaks_of_year": _tick("A figure speaks of a whole academic year",
                                "As examination results do. It is set beside national figures of years."),
        "offers_no_change": _tick("The last answer can be given again with one tick",
                                  "For what seldom changes, such as a grade."),
    }  # fmt: skip


def _limits(unit: str) -> dict[str, forms.Field]:
    labels: Mapping[str, tuple[str, str]] = {
        "least": ("Impossible below", "A figure below this is refused."),
        "most": ("Impossible above", "A figure above this is refused."),
        "usual_low": ("Unusual below", "A figure below this needs a note."),
        "usual_high": ("Unusual above", "A figure above this needs a note."),
        "usual_move": ("Unusual move",
                       "A larger change since the figure before, up or down, needs a note."),
    }  # fmt: skip
    made: dict[str, forms.Field] = {}
    for name, (label, words) in labels.items():
        own = "points" if name == "usual_move" and unit == "%" else unit
        made[name] = LimitField(own, label=label, help_text=words, required=False)
    return made


def _groups() -> dict[str, forms.Field]:
    return {
        "small_groups": _tick("Its groups can be small",
                              "Both counts must be asked, so that the size is known."),
        "group_of": forms.ChoiceField(label="Who is in the group?", choices=GroupOf.choices,
                                      initial=GroupOf.PUPILS, widget=forms.RadioSelect),
    }  # fmt: skip
