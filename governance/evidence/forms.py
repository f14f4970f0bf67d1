"""The form in which a keeper says what belongs to an inspection area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.evidence.pack import Scope
from kpis.models import Definition, Kpi
from trust.models import Area

A_CHOICE = "Choose at least one area of oversight or one KPI."


class ScopeForm(forms.Form):
    """Whole areas of oversight, and single KPIs of others."""

    areas = forms.ModelMultipleChoiceField(
        Area.objects.all(),
        required=False,
        label="Areas of oversight",
        help_text="With every KPI, audit, finding, question and remit in them.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of the areas is not there any more. Choose again."},
    )
    kpis = forms.ModelMultipleChoiceField(
        Kpi.objects.all(),
        required=False,
        label="Single KPIs of other areas",
        help_text="With what was asked and decided about them.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of the KPIs is not there any more. Choose again."},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        initial = {"areas": list(scope.areas), "kpis": list(scope.kpis), "seen": scope.version}
        super().__init__(*args, **(kwargs | {"initial": initial}))
        self.fields["kpis"].choices = list(_named_kpis(scope.kpis))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (self.errors or given.get("areas") or given.get("kpis")):
            self.add_error("areas", A_CHOICE)
        return given


def _named_kpis(chosen: Iterable[int]) -> Iterable[tuple[int, str]]:
    """Every KPI in use, and those chosen, by what it is called last."""
    rows = Definition.objects.order_by("kpi__area__position", "kpi__position", "kpi__code", "version")
    named = rows.values_list("kpi", "title", "kpi__code", "kpi__retired_from")
    kept = {kpi: f"{title} ({code})" for kpi, title, code, retired in named if not retired or kpi in chosen}
    return kept.items()
