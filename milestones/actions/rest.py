"""Deciding what is left of a roll-forward in one go; each of it can be decided again by itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from milestones.actions.draft import MilestoneWords, locked_draft
from milestones.actions.rolling import leave_milestone, repeat_milestone
from milestones.models import Plan
from milestones.queries.rolling import Decision, rolling_of
from schools.access import Permission, require
from trust.models import User


def leave_rest(draft: Plan, *, by: User, reason: str) -> int:
    """Leave every unfinished milestone that nothing was decided of, all for one reason; how many."""
    with transaction.atomic():
        rest = _rest(draft, by, is_repeat=False)
        for each in rest:
            leave_milestone(draft, each.milestone, by=by, reason=reason, is_repeat=False)
    return len(rest)


def repeat_rest(draft: Plan, words: Mapping[int, MilestoneWords], *, by: User) -> int:
    """Repeat everything yearly that nothing was decided of; how many.

    `words` are those that the person was shown, by the key of the milestone; what was opened again since then
    stays open.
    """
    with transaction.atomic():
        rest = [each for each in _rest(draft, by, is_repeat=True) if each.milestone.pk in words]
        for each in rest:
            repeat_milestone(draft, each.milestone, by=by, words=words[each.milestone.pk])
    return len(rest)


def decline_rest(draft: Plan, *, by: User) -> int:
    """Repeat nothing more of what comes each year; how many that was."""
    with transaction.atomic():
        rest = _rest(draft, by, is_repeat=True)
        for each in rest:
            leave_milestone(draft, each.milestone, by=by, is_repeat=True)
    return len(rest)


def _rest(draft: Plan, by: User, *, is_repeat: bool) -> list[Decision]:
    """What is open, read with the draft locked, so that nothing is decided twice."""
    require(by, Permission.KEEP_PLAN)
    rolled = rolling_of(locked_draft(draft.pk))
    return rolled.open_repeats if is_repeat else rolled.open_carries
