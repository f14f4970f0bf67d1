"""How a definition is said in words, and in what two versions of it differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kpis.defining import FIELDS, fields_of
from kpis.models.definition import DIRECTIONS, Definition, GroupOf
from kpis.rag import Kind
from kpis.rag.rules import PERCENTAGES
from schools.models import Phase
from trust.numbers import show_exact
from trust.terms import SEASONS, TERMS_IN_A_YEAR

LABELS: Final = {
    "title": "Title",
    "meaning": "What is counted",
    "guidance": "Where the figure is found",
    "contributor": "Who usually fills it in",
    "unit": "Unit",
    "places": "Decimal places",
    "direction": "Which way is better",
    "numerator_label": "First count",
    "denominator_label": "Second count",
    "is_cumulative": "Counted since September",
    "forecasts": "Also asks for a forecast",
    "scale": "Grades, worst to best",
    "reported_in": "Asked in",
    "phases": "Asked of",
    "period_lag": "Terms it looks back",
    "speaks_of_year": "A figure of a whole year",
    "least": "Impossible below",
    "most": "Impossible above",
    "usual_low": "Unusual below",
    "usual_high": "Unusual above",
    "usual_move": "Unusual move, more than",
    "offers_no_change": "Offers “no change”",
    "small_groups": "Groups can be small",
    "group_of": "Who is in the group",
}
NOTHING: Final = "not given"
PER_CENT: Final = "%"


class Change(NamedTuple):
    """One field that two versions say differently, in words."""

    field: str
    label: str
    before: str
    after: str


def values_of(definition: Definition) -> dict[str, Any]:
    """The fields that make up a definition, as plain values."""
    return {name: getattr(definition, name) for name in FIELDS}


def changes_between(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The fields of that kind that differ, in the order in which they are asked."""
    # Shares are percentages whatever unit was written down for them.
    unit = {"unit": PER_CENT} if Kind(kind) in PERCENTAGES else {}
    old, new = {**before, **unit}, {**after, **unit}
    differing = [name for name in fields_of(kind) if before[name] != after[name]]
    return [Change(name, LABELS[name], _said(name, old), _said(name, new)) for name in differing]


def terms_words(numbers: Sequence[int]) -> str:
    """'every term', 'autumn and summer', or 'no term'."""
    if len(numbers) == TERMS_IN_A_YEAR:
        return "every term"
    return listed([SEASONS[number] for number in numbers]) or "no term"


def phases_words(phases: Sequence[str]) -> str:
    """'primary and special schools', or 'every school'."""
    names = listed([str(Phase(phase).label).lower() for phase in phases])
    return f"{names} schools" if names else "every school"


def listed(words: Sequence[str]) -> str:
    """'a, b and c'; nothing for no words."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def _said(name: str, values: Mapping[str, Any]) -> str:
    value = values[name]
    if name == "reported_in":
        return terms_words(value)
    if name == "phases":
        return phases_words(value)
    if name == "scale":
        return ", ".join(value) or NOTHING
    if name == "direction":
        return str(dict(DIRECTIONS)[value])
    if name == "group_of":
        return str(GroupOf(value).label)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        is_move = name == "usual_move" and values["unit"] == PER_CENT
        return show_exact(value, "points" if is_move else values["unit"])
    return NOTHING if value in (None, "") else str(value)
