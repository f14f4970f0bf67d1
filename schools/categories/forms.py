"""The forms of a self-evaluation, its moderation, the board's agreement, the ladder and an inspection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from schools.categories.actions import Evaluation, Judged
from schools.categories.regimes import AREAS, GRADES
from schools.models import Categorisation, EvaluationArea, InspectionKind, Regime, Rung
from trust.forms import DayField, OneOf

LONGEST = 4000
NOT_YET = [("", "Not judged yet")]


def _words(label: str, hint: str = "", rows: int = 3, most: int = LONGEST) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most, widget=area)


class _Judging(forms.Form):
    """A rung and words for the whole, and the same for each area."""

    RUNG, WORDS, HINT = "", "", ""
    AREA_WORDS, MOST = "", LONGEST

    def __init__(
        self, given: Any = None, *, rungs: Sequence[Rung], areas: Sequence[EvaluationArea], **options: Any
    ) -> None:
        super().__init__(given, **options)
        self.rungs, self.areas = {str(rung.number): rung for rung in rungs}, areas
        choices = [*NOT_YET, *((str(rung.number), f"{rung.number} {rung.name}") for rung in rungs)]
        for area in areas:
            self.fields[f"rung-{area.pk}"] = OneOf(
                label=f"{area.name}: {self.RUNG.lower()}", choices=choices, required=False
            )
            self.fields[f"words-{area.pk}"] = _words(
                f"{area.name}: {self.AREA_WORDS}", rows=2, most=self.MOST
            )
        self.fields["rung"] = OneOf(label=self.RUNG, choices=choices, required=False)
        self.fields["words"] = _words(self.WORDS, self.HINT, rows=4)
        self.fields["seen_version"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def rows(self) -> list[tuple[EvaluationArea, Any, Any]]:
        """Each area with its two fields, as the page prints them."""
        return [(area, self[f"rung-{area.pk}"], self[f"words-{area.pk}"]) for area in self.areas]

    def said(self) -> Evaluation:
        given = self.cleaned_data
        areas = {
            area.pk: Judged(self.rungs.get(given[f"rung-{area.pk}"]), given[f"words-{area.pk}"])
            for area in self.areas
        }
        return Evaluation(self.rungs.get(given["rung"]), given["words"], areas)


class EvaluationForm(_Judging):
    """What a school says of itself."""

    RUNG, WORDS = "Where it stands", "What the school does next"
    HINT = "What the board should know in four sentences."
    AREA_WORDS = "evidence"

    @staticmethod
    def opened(held: Categorisation | None) -> dict[str, Any]:
        """What stands, as the form opens with it."""
        if held is None:
            return {"seen_version": 0}
        own = str(held.own_rung.number) if held.own_rung else ""
        filled: dict[str, Any] = {"seen_version": held.version, "rung": own, "words": held.own_words}
        for each in held.judgements.all():
            filled[f"rung-{each.area_id}"] = str(each.rung.number) if each.rung else ""
            filled[f"words-{each.area_id}"] = each.evidence
        return filled


class ModerationForm(_Judging):
    """What somebody who did not write it says of it."""

    RUNG, WORDS = "Moderated", "In words"
    HINT = "Needed where it differs from what the school said."
    AREA_WORDS, MOST = "what was seen", 300

    @staticmethod
    def opened(held: Categorisation) -> dict[str, Any]:
        """The school's own rungs, or what was moderated before."""
        whole = held.moderated_rung or held.own_rung
        words = held.moderated_words if held.moderated_rung else ""
        filled: dict[str, Any] = {"seen_version": held.version, "words": words}
        filled["rung"] = str(whole.number) if whole else ""
        for each in held.judgements.all():
            rung = each.moderated_rung or each.rung
            filled[f"rung-{each.area_id}"] = str(rung.number) if rung else ""
            filled[f"words-{each.area_id}"] = each.moderated_words
        return filled


class SendBackForm(forms.Form):
    """Why a self-evaluation goes back."""

    reason = _words("What should be looked at again", rows=2, most=500)


class AgreementForm(forms.Form):
    """What the board agreed."""

    agreed_on = DayField(label="Agreed on")
    minute = forms.CharField(
        label="Minute",
        max_length=200,
        help_text="Such as Minute 7.2 of the trust board.",
        error_messages={"required": "Name the minute, such as Minute 7.2 of the trust board."},
    )

    def __init__(self, given: Any = None, *, rungs: Sequence[Rung], **options: Any) -> None:
        super().__init__(given, **options)
        self.known = {str(rung.number): rung for rung in rungs}
        choices = [(str(rung.number), f"{rung.number} {rung.name}") for rung in rungs]
        self.fields["rung"] = OneOf(label="The board agreed", choices=choices)
        self.order_fields(["rung", "agreed_on", "minute"])

    def rung(self) -> Rung:
        return self.known[self.cleaned_data["rung"]]


class RungForm(forms.Form):
    """One rung of the ladder."""

    name = forms.CharField(max_length=60, error_messages={"required": "Give the rung a name."})
    meaning = forms.CharField(
        label="What it means", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class VisitForm(forms.Form):
    """What inspectors came for; its regime decides which grades there are."""

    on = DayField(label="Day of the inspection")
    regime = OneOf(label="Framework", choices=Regime.choices)
    kind = OneOf(label="What kind", choices=InspectionKind.choices)
    outcome = forms.CharField(
        label="What it found",
        max_length=300,
        required=False,
        help_text="For an ungraded inspection or a monitoring visit.",
    )
    safeguarding = OneOf(
        label="Safeguarding",
        choices=[("", "Not said"), ("yes", "Met"), ("no", "Not met")],
        required=False,
    )
    url = forms.URLField(
        label="Link to the report", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Give a web address, such as https://reports.example/12."},
    )  # fmt: skip

    def __init__(self, given: Any = None, *, regime: str = Regime.REPORT_CARD, **options: Any) -> None:
        super().__init__(given, **options)
        self.framework: str = regime
        choices = [("", "Not graded"), *((grade, grade) for grade in GRADES[regime])]
        for number, area in enumerate(AREAS[regime]):
            self.fields[f"grade-{number}"] = OneOf(label=area, choices=choices, required=False)

    def grade_fields(self) -> list[Any]:
        return [self[f"grade-{number}"] for number, _ in enumerate(AREAS[self.framework])]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        grades = self.grades()
        kind = given.get("kind")
        if given.get("regime") == self.framework and kind:
            if kind == InspectionKind.GRADED and not grades:
                self.add_error("kind", "Give at least one grade, or say that it was not a graded one.")
            if kind != InspectionKind.GRADED and grades:
                self.add_error("kind", "This kind gives no grades. Take them away, or call it graded.")
        return given

    def grades(self) -> dict[str, str]:
        """Area → grade, in the order of the regime; areas without one are left out."""
        given = (
            (area, self.cleaned_data.get(f"grade-{n}", "")) for n, area in enumerate(AREAS[self.framework])
        )
        return {area: grade for area, grade in given if grade}
