"""Forms of the room: a policy, its approval, and the date of an obligation."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.models import Obligation, Policy
from governance.rules.actions import DateFacts, PolicyFacts
from governance.rules.queries import kpis_of_days
from kpis.models import Scope
from schools.models import Body, School
from trust.fields import WholeNumber, chosen, line, link, words
from trust.forms import DayField


class PolicyForm(forms.Form):
    """What is said of a policy."""

    title = line("Title", 160, missing="Give the policy a title.")
    owner_post = line("Who keeps it up to date", 120, help_text="A post, such as chief finance officer.")
    is_statutory = forms.BooleanField(label="Required by law", required=False)
    source = line("Where the rule stands", 200, help_text="The rule text with its edition and paragraph.")
    cycle_months = WholeNumber(
        label="Reviewed every so many months", min_value=1, max_value=120, help_text="12 for every year."
    )
    next_review = DayField(label="Next review", required=False)
    url = link("Link to the policy")
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, held: Policy | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if held is None:
            self.fields["school"] = chosen("Whose", School.objects.all(), empty="The trust’s")
        if held is None or held.school_id:
            trusts = Policy.objects.filter(school__isnull=True, retired_on__isnull=True)
            self.fields["under"] = chosen("Under the trust’s policy", trusts, empty="None")
        bodies = Body.objects.filter(closed_on__isnull=True)
        self.fields["body"] = chosen("Body that approves it", bodies, empty="None yet")
        order = ["title", "school", "under", "body", "owner_post", "cycle_months", "next_review"]
        self.order_fields([*order, "is_statutory", "source", "url"])

    @property
    def facts(self) -> PolicyFacts:
        return PolicyFacts(
            **{name: value for name, value in self.cleaned_data.items() if name != "seen_version"}
        )


class ApprovalForm(forms.Form):
    """That it was approved, and where."""

    approved_on = DayField(label="Approved on")
    approved_where = line(
        "Where", 200, missing="Say where, such as Board, 9 July 2026, minute 5.1.",
        help_text="Such as Board, 9 July 2026, minute 5.1.",
    )  # fmt: skip
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ObligationForm(forms.Form):
    """What must be filed or published each year, and where the rule stands."""

    title = line("What must be done", 160, missing="Say what must be filed or published.")
    kind = line("Kind", 40, help_text="Such as return or publication.")
    is_per_school = forms.BooleanField(label="Each school does it for itself", required=False)
    owner_post = line("Who sees to it", 120, help_text="A post, such as chief finance officer.")
    source = line(
        "Where the rule stands", 300, help_text="The rule text with its edition and paragraph, or the page."
    )
    guidance = words("How it is done", 2000, help_text="What whoever sees to it should know.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, held: Obligation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kpi"] = chosen("KPI of the return that asks for the day", kpis_of_days(), empty="None")
        if held is not None and held.dates.exists():
            # Its years have been opened for the trust or for schools, and are not turned round.
            del self.fields["is_per_school"]

        self.held = held

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kpi = cleaned.get("kpi")
        per_school = cleaned.get("is_per_school", bool(self.held and self.held.is_per_school))
        if kpi is not None and (kpi.scope == Scope.SCHOOL) != per_school:
            asked = "each school" if kpi.scope == Scope.SCHOOL else "the trust itself"
            self.add_error(
                "kpi", f"{kpi.code} is asked of {asked}, and this is not. Choose another, or none."
            )
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class DateForm(forms.Form):
    """The date of one obligation in one year, and that it is done."""

    due_on = DayField(
        label="Statutory date",
        required=False,
        help_text="Leave it empty until this year’s date is published: it then shows as not confirmed.",
    )
    source = line("Where it was published", 300, help_text="The document with its edition, or the page.")
    trust_due_on = DayField(label="The trust’s own, earlier date", required=False)
    done_on = DayField(label="Done on", required=False)
    note = line("Note", 200)
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @property
    def facts(self) -> DateFacts:
        return DateFacts(
            **{name: value for name, value in self.cleaned_data.items() if name != "seen_version"}
        )
