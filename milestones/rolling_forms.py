"""The forms of the year's evaluation, of the roll-forward, and of a draft edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from milestones.actions.draft import LONGEST_CODE, LONGEST_TITLE, MOST_TEXT, MOST_TRACKS, LineWords
from milestones.actions.draft import MilestoneWords as Words
from milestones.actions.evaluating import MOST_WORDS
from milestones.actions.reasons import LONGEST_REASON
from milestones.evaluation import NEEDS_WORDS
from milestones.models import Line, Milestone, Strand, Verdict
from milestones.sheet_forms import KeyOf
from trust.forms import NumberField, OneOf
from trust.models import Term

MEANINGS = {
    Verdict.ACHIEVED: "It is reached. It ends with this edition.",
    Verdict.CONTINUE: "It goes on as it is.",
    Verdict.CHANGE: "It goes on, but otherwise.",
    Verdict.CLOSE: "It ends without being reached.",
}
MOST_TARGET = Decimal("99999999999")


class EvaluationForm(forms.Form):
    """What becomes of a priority, and why."""

    verdict = OneOf(
        label="What becomes of it?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it."},
    )
    words = forms.CharField(
        label="In words",
        help_text="Needed for change and close. The board reads it.",
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") in NEEDS_WORDS and not given.get("words"):
            doing = "what should change" if given["verdict"] == Verdict.CHANGE else "why it is closed"
            self.add_error("words", f"Say {doing}.")
        return given


class RollForm(forms.Form):
    """The next edition's title, and up to where its years are firm."""

    title = forms.CharField(
        label="Title of the next edition",
        max_length=160,
        error_messages={"required": "Give the next edition a title."},
    )
    firm_to = OneOf(
        label="Firm up to",
        help_text="The board holds itself to the milestones up to here; those after it are provisional.",
    )

    def __init__(self, given: Any, *, years: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(given, **options)
        firm_to: Any = self.fields["firm_to"]
        firm_to.choices = years


class MilestoneForm(forms.Form):
    """A milestone of a draft."""

    text = forms.CharField(
        label="What is to be reached",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what is to be reached."},
    )
    first = KeyOf("Choose a term", label="From", missing="Choose the term in which it begins.")
    last = KeyOf("Choose a term", label="To the end of", missing="Choose the last term it covers.")
    track = OneOf(
        label="Track",
        choices=[(str(number), str(number)) for number in range(1, MOST_TRACKS + 1)],
        initial="1",
    )
    target = NumberField(
        label="Number to reach", required=False, least=Decimal(0), most=MOST_TARGET,
        help_text="Such as 4, where the words name one.",
    )  # fmt: skip
    unit = forms.CharField(label="What is counted", required=False, max_length=60)
    recurs = forms.BooleanField(label="It comes again each year", required=False)

    def __init__(self, given: Any = None, *, terms: Sequence[Term], **options: Any) -> None:
        super().__init__(given, **options)
        self.terms: Mapping[int, Term] = {term.pk: term for term in terms}
        for name in ("first", "last"):
            field: Any = self.fields[name]
            field.offer([(term.pk, term.name) for term in terms])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = (self.terms.get(given.get(name) or 0) for name in ("first", "last"))
        if first and last and last.ref < first.ref:
            self.add_error("last", "It ends no earlier than it begins.")
        return given

    def words(self) -> Words:
        given = self.cleaned_data
        return Words(
            text=given["text"],
            first=self.terms[given["first"]],
            last=self.terms[given["last"]],
            track=int(given["track"]),
            target=given.get("target"),
            unit=given.get("unit") or "",
            recurs=bool(given.get("recurs")),
        )


def opened_with(milestone: Milestone) -> dict[str, Any]:
    """What the form of a milestone begins with."""
    return {
        "text": milestone.text,
        "first": milestone.from_term_id,
        "last": milestone.to_term_id,
        "track": str(milestone.track),
        "target": milestone.target,
        "unit": milestone.unit,
        "recurs": milestone.recurs,
    }


class DecisionForm(MilestoneForm):
    """An unfinished milestone that is carried on, or one that comes again: its words, its terms, and why."""

    reason = forms.CharField(
        label="Why it is not reached, and why it goes on or is left",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, so that the board can read it."},
    )
    field_order = ("text", "first", "last", "track", "reason")

    def __init__(self, given: Any = None, *, is_repeat: bool, **options: Any) -> None:
        super().__init__(given, **options)
        for name in ("target", "unit", "recurs"):
            del self.fields[name]
        if is_repeat:
            del self.fields["reason"]


class StrandForm(forms.Form):
    """A strand of a draft."""

    title = forms.CharField(
        label="Title", max_length=160, error_messages={"required": "Give the strand a title."}
    )


class LineForm(forms.Form):
    """A line of a draft."""

    strand = KeyOf("Choose a strand", label="Strand", missing="Choose the strand under which it stands.")
    code = forms.CharField(label="Code", max_length=LONGEST_CODE, help_text="Such as 1g.")
    title = forms.CharField(label="Title", max_length=LONGEST_TITLE)
    priority = KeyOf(
        "A new one", label="Which priority is it?", help_text="One that the draft does not print yet, or new."
    )

    def __init__(
        self,
        given: Any = None,
        *,
        strands: Sequence[Strand],
        others: Sequence[Line] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(given, **options)
        self.strands = {strand.pk: strand for strand in strands}
        strand: Any = self.fields["strand"]
        strand.offer([(each.pk, str(each)) for each in strands])
        if others:
            priority: Any = self.fields["priority"]
            priority.offer([(each.priority_id, str(each)) for each in others])
        else:
            del self.fields["priority"]

    def words(self) -> LineWords:
        given = self.cleaned_data
        return LineWords(self.strands[given["strand"]], given["code"], given["title"])
