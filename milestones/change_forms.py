"""The forms in which a priority is paused, taken up, merged, split, closed or given another code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from milestones.actions.priorities import LONGEST_CODE, LONGEST_TITLE, Part
from milestones.actions.reasons import LONGEST_REASON
from milestones.models import Milestone
from milestones.sheet_forms import Choices, KeyOf
from trust.forms import OneOf
from trust.models import Term

MOST_PARTS = 4


@dataclass(frozen=True)
class Change:
    """One thing that can become of a priority: in which states, and what follows, in plain words."""

    slug: str
    verb: str
    title: str
    since: str
    follows: tuple[str, ...]
    states: frozenset[str]


ONGOING = frozenset({"active", "paused"})
CHANGES = (
    Change(
        "pause", "Pause it", "Pause", "Paused from",
        ("It is hatched in the matrix and neither rated nor red until it is taken up again.",
         "Its milestones stay where they are, and what was said stays to be read."),
        frozenset({"active"}),
    ),
    Change(
        "resume", "Take it up again", "Take up again", "Taken up again from",
        ("It is rated again, and what is due in a term is due.",),
        frozenset({"paused"}),
    ),
    Change(
        "merge", "Merge it", "Merge into another", "Merged from",
        ("It is rated no more: from then on the other one is.",
         "Its line stays in this edition with its past, and says where it went. This cannot be taken back."),
        ONGOING,
    ),
    Change(
        "split", "Split it", "Split into two or more", "Split from",
        ("New priorities are printed after it, with its lead, sponsor and schools.",
         "Each milestone stays, or goes to one of them; of one under way, what is past stays here.",
         "What was said so far stays with this one; each new sheet says where it comes from."),
        ONGOING,
    ),
    Change(
        "close", "Close it", "Close", "Closed from",
        ("It is rated no more. Its line and everything that was said stay, and you can reopen it.",),
        ONGOING,
    ),
    Change(
        "reopen", "Reopen it", "Reopen", "Open again from",
        ("It is rated again, and what is due in a term is due.",),
        frozenset({"closed"}),
    ),
    Change(
        "recode", "Give it this code", "Give it another code", "Its code from",
        ("Only this edition prints the new code. What other milestones’ texts call it stays as written, "
         "and their links still lead here.",),
        frozenset({"active", "paused", "closed", "merged"}),
    ),
)  # fmt: skip


class ChangeForm(forms.Form):
    """From which term, and why."""

    since = KeyOf("Choose a term", label="From", missing="Choose the term from which it holds.")
    reason = forms.CharField(
        label="Why?",
        help_text="The board reads it on the sheet and in the matrix.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, so that the board can read it."},
    )

    def __init__(self, given: Any, *, terms: Sequence[Term], now: Term, change: Change) -> None:
        super().__init__(given, initial={"since": now.pk})
        self.terms = {term.pk: term for term in terms}
        since: Any = self.fields["since"]
        since.offer([(term.pk, term.name) for term in terms])
        since.label = change.since


class MergeForm(ChangeForm):
    """Into which other priority."""

    into = KeyOf(
        "Choose a priority", label="Merge it into", missing="Choose the priority in which it goes on."
    )
    field_order = ("into", "since", "reason")

    def offer(self, others: Choices) -> None:
        into: Any = self.fields["into"]
        into.offer(others)


class RecodeForm(ChangeForm):
    """The code it has in this edition from now on."""

    code = forms.CharField(label="New code", max_length=LONGEST_CODE, help_text="Such as 1h.")
    field_order = ("code", "since", "reason")


class SplitForm(ChangeForm):
    """The new priorities, which milestones go to them, and whether this one goes on beside them."""

    stays = OneOf(
        label="What becomes of this one?",
        choices=[("closes", "It closes: the new ones take its place"), ("stays", "It goes on beside them")],
        initial="closes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether this one goes on."},
    )

    def __init__(self, given: Any, **options: Any) -> None:
        super().__init__(given, **options)
        self.milestones: dict[int, Milestone] = {}
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"code_{number}"] = forms.CharField(
                label=f"Code of new priority {number}", max_length=LONGEST_CODE, required=False
            )
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"Title of new priority {number}", max_length=LONGEST_TITLE, required=False
            )

    def offer(self, milestones: Sequence[Milestone], code: str) -> None:
        """Ask of each of these, which the line with that code has, where it goes."""
        self.milestones = {each.pk: each for each in milestones}
        goes = [(str(number), f"Goes to new priority {number}") for number in range(1, MOST_PARTS + 1)]
        for pk in self.milestones:
            self.fields[f"milestone_{pk}"] = OneOf(
                label="Where it goes", choices=[("", f"Stays with {code}"), *goes], required=False
            )

    def destinations(self) -> list[tuple[Milestone, forms.BoundField]]:
        return [(each, self[f"milestone_{pk}"]) for pk, each in self.milestones.items()]

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"code_{number}"], self[f"title_{number}"]) for number in range(1, MOST_PARTS + 1)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for number in range(1, MOST_PARTS + 1):
            code, title = given.get(f"code_{number}"), given.get(f"title_{number}")
            if code and not title:
                self.add_error(f"title_{number}", "Give it a title.")
            if title and not code:
                self.add_error(f"code_{number}", "Give it a code, such as 1h.")
        self._check_milestones(given)
        return given

    def _check_milestones(self, given: dict[str, Any]) -> None:
        """What goes must go somewhere, and must not be over."""
        since = self.terms.get(given.get("since") or 0)
        for pk, milestone in self.milestones.items():
            name = f"milestone_{pk}"
            number = given.get(name)
            if number and not (given.get(f"code_{number}") or given.get(f"title_{number}")):
                self.add_error(
                    name, f"New priority {number} has no code and title yet. Give it both, or let this stay."
                )
            if number and since and milestone.to_term.ref < since.ref:
                self.add_error(name, f"It ends before {since.name}, so it stays with what was said of it.")

    @property
    def parts(self) -> list[Part]:
        given = self.cleaned_data
        return [
            Part(given[f"code_{number}"], given[f"title_{number}"], self._going_to(number))
            for number in range(1, MOST_PARTS + 1)
            if given[f"code_{number}"]
        ]

    def _going_to(self, number: int) -> frozenset[int]:
        return frozenset(pk for pk in self.milestones if self.cleaned_data[f"milestone_{pk}"] == str(number))


FORMS: dict[str, type[ChangeForm]] = {"merge": MergeForm, "recode": RecodeForm, "split": SplitForm}
