"""The forms in which a priority is rated; the action checks what is true, the form what was typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from kpis.rag import Mark
from milestones.actions import Judged
from milestones.actions.reasons import LONGEST_REASON
from milestones.models import Rating
from milestones.queries import MilestoneRow
from trust.forms import NumberField
from trust.models import Term
from trust.numbers import show_exact

LONGEST = 600
MEANINGS = (
    (Mark.RED, "It will not be reached without a change"),
    (Mark.AMBER, "It is behind, and there is a plan to bring it back"),
    (Mark.GREEN, "It is on track"),
    (Mark.COMPLETE, "It has been reached"),
)
COMMENTED = (Mark.RED, Mark.AMBER)
NAMES = ("mark", "happened", "next", "evidence", "slipped_to", "slip_reason", "reached")


def _text(label: str, hint: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2, "data-count": LONGEST})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, required=False, widget=area)


class TermField(forms.ModelChoiceField):
    """One of some terms, by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RatingForm(forms.Form):
    """A rating in a term: how it stands, what happened, what next, and to when it slips.

    `seen_version` is the version that stood when the page was made, 0 for none.
    """

    mark = forms.ChoiceField(
        label="How does it stand?",
        choices=[(mark.value, f"{mark.word}: {meaning}") for mark, meaning in MEANINGS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose red, amber, green or complete."},
    )
    happened = _text("What happened this term?", "Two lines. Needed for red and amber.")
    next = _text("What happens next?", "Two lines: who does what, and by when.")
    slipped_to = TermField(
        Term.objects.none(), label="Slipped to", required=False, empty_label="It has not slipped"
    )
    slip_reason = forms.CharField(
        label="Why it has slipped",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reached = NumberField(label="Reached so far", required=False, least=Decimal(0))
    evidence = _text("Evidence", "Where it can be seen: a minute, a report, a page.")
    reason = forms.CharField(
        label="Why is the rating changed?",
        help_text="It was made in an earlier term, or the board has been given it already.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why the rating is changed."},
    )
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    track = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        given: Any,
        *,
        latest: Rating | None,
        later: list[Term],
        asks_reason: bool,
        track: int,
        number: MilestoneRow | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        seen = {"seen_version": latest.version if latest else 0, "track": track}
        super().__init__(given, initial={**_values(latest), **seen}, auto_id=auto_id)
        slipped = self.fields["slipped_to"]
        assert isinstance(slipped, TermField)
        slipped.queryset = Term.objects.filter(pk__in=[term.pk for term in later])
        # The terms are known: a page with many of these forms does not ask for them again and again.
        slipped.choices = [("", slipped.empty_label), *((term.pk, term.name) for term in later)]
        if number and number.target is not None:
            words = f"{show_exact(number.target)} {number.unit}".strip()
            self.fields["reached"].help_text = f"Of {words}, all together."
        else:
            del self.fields["reached"]
        if not asks_reason:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("mark") in COMMENTED and not given.get("happened"):
            word = Mark(given["mark"]).word.lower()
            self.add_error("happened", f"Say what happened, since it is {word}.")
        if given.get("slipped_to") and not given.get("slip_reason"):
            self.add_error("slip_reason", "Say why it has slipped.")
        return given

    def judged(self) -> Judged:
        given = self.cleaned_data
        said: dict[str, Any] = {name: given.get(name) for name in NAMES}
        return Judged(**said)


class QuickForm(forms.Form):
    """A rating by one key in the matrix: the mark, and why where it is red or amber."""

    mark = forms.ChoiceField(choices=[(mark.value, mark.word) for mark, _ in MEANINGS])
    happened = _text("What happened this term?", "Two lines.")
    reason = forms.CharField(label="Why is the rating changed?", max_length=LONGEST_REASON, required=False)
    seen_version = forms.IntegerField(min_value=0)
    track = forms.IntegerField(min_value=0, max_value=999)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        mark, happened = self["mark"].value(), self.fields["happened"]
        happened.required = mark in COMMENTED
        if happened.required:
            happened.error_messages["required"] = f"Say what happened, since it is {Mark(mark).word.lower()}."


def _values(latest: Rating | None) -> dict[str, Any]:
    return {name: getattr(latest, name) for name in NAMES} if latest else {}
