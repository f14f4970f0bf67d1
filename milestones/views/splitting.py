"""What a split comes to, milestone by milestone, as it is shown before it is made."""

from __future__ import annotations

from typing import NamedTuple

from milestones.actions import Part
from milestones.change_forms import SplitForm
from milestones.models import Line, Milestone
from trust.models import Term


class Going(NamedTuple):
    """A milestone that goes to a new priority, from which term, and, where it is divided, the last term that
    stays where it was."""

    milestone: Milestone
    first: Term
    stays_to: str


class PartShown(NamedTuple):
    """A new priority with what goes to it."""

    part: Part
    going: tuple[Going, ...]


def milestones_from(line: Line, now: Term) -> list[Milestone]:
    """The milestones of a line that are not over before that term, by track and term."""
    found = line.milestones.select_related("from_term", "to_term")
    return [each for each in found if each.to_term.ref >= now.ref]


def parts_shown(form: SplitForm, since: Term) -> list[PartShown]:
    return [
        PartShown(
            part, tuple(_going(form.milestones[pk], since) for pk in form.milestones if pk in part.milestones)
        )
        for part in form.parts
    ]


def staying(form: SplitForm) -> list[Milestone]:
    """What stays with the priority that is split, of what is not over."""
    gone = {pk for part in form.parts for pk in part.milestones}
    return [each for pk, each in form.milestones.items() if pk not in gone]


def _going(milestone: Milestone, since: Term) -> Going:
    is_divided = milestone.from_term.ref < since.ref
    stays_to = since.ref.previous.name if is_divided else ""
    return Going(milestone, since if is_divided else milestone.from_term, stays_to)
