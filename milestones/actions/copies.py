"""Keeps a copy of how an edition stands, so that it can be shown and printed as it stood on any day."""

from __future__ import annotations

from typing import Final

from milestones.models import Plan, PlanCopy
from milestones.queries.copied import as_text
from milestones.queries.rows import read_lines
from milestones.queries.words import read_words
from trust import clock
from trust.blobs import keep

JSON_TYPE: Final = "application/json"
BEFORE: Final = "As it stood before its first change here"


def keep_copy(plan: Plan, why: str) -> PlanCopy:
    """Copy the edition's lines, milestones, links and words as they are now; `why` is said for a reader.

    Called by every action that changes an edition or one of its priorities, inside its own transaction. A
    copy with the same contents as the one before shares its stored bytes.
    """
    blob = keep(as_text(read_lines(plan), read_words(plan)).encode(), JSON_TYPE)
    return PlanCopy.objects.create(plan=plan, at=clock.now(), why=why[:200], contents=blob)


def keep_copies(priority_pk: int, why: str) -> None:
    """Copy every edition that prints the priority."""
    for plan in Plan.objects.filter(lines__priority=priority_pk).distinct():
        keep_copy(plan, why)


def keep_before(plan: Plan) -> None:
    """Copy the edition as it stands where no copy is kept yet, so that its first change loses nothing.

    Called by every action that is about to change it, once it holds the lock.
    """
    if not PlanCopy.objects.filter(plan=plan).exists():
        keep_copy(plan, BEFORE)


def keep_before_of(*priorities: int) -> None:
    """The same for every edition that prints one of the priorities."""
    for plan in Plan.objects.filter(lines__priority__in=priorities, copies__isnull=True).distinct():
        keep_copy(plan, BEFORE)
