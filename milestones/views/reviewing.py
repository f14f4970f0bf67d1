"""An import as its review shows it: its questions, the matrix they make, and the lines that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from milestones import imports
from milestones.actions.bringing import SENT
from milestones.actions.confirming import refuse_unsettled
from milestones.imports import PlanRead
from milestones.models import PlanImport
from milestones.views.review_questions import Asked, Group, Unkept, groups_of
from milestones.views.review_table import table_of
from trust.lifecycle import Refused


class Review:
    """One import that has been read; everything it shows comes from its own row."""

    def __init__(self, found: PlanImport, unkept: Unkept | None = None) -> None:
        self.found, self.unkept = found, unkept or Unkept()
        self.read: PlanRead = imports.from_json(found.reading or {})

    @cached_property
    def settled(self) -> PlanRead:
        """The plan as the answers make it."""
        return imports.settle(self.read, self.found.answers)

    @cached_property
    def groups(self) -> list[Group]:
        return groups_of(self.read, self.found.answers, self.unkept)

    @cached_property
    def obstacle(self) -> str:
        """Why it cannot be confirmed yet, in words; empty where it can."""
        try:
            refuse_unsettled(self.settled)
        except Refused as refused:
            return str(refused)
        return ""

    @property
    def _on_page(self) -> Iterator[Asked]:
        return (each for group in self.groups for each in group.shown)

    def context(self) -> dict[str, Any]:
        asked = [each for group in self.groups for each in group.asked if not each.is_hint]
        answered = sum(bool(each.answer) for each in asked)
        sent = (self.found.reading or {}).get(SENT, [])
        return {
            "found": self.found,
            "plan": self.settled,
            "counts": imports.counts(self.settled),
            "groups": self.groups,
            "table": table_of(self.settled, self.read),
            "total": len(asked),
            "answered": answered,
            "left": len(asked) - answered,
            "obstacle": self.obstacle,
            "next_open": next((each for each in self._on_page if not each.answer and not each.is_hint), None),
            "unkept": [each for group in self.groups for each in group.asked if each.fault or each.is_clash],
            "sent": sent,
            "headers": set(self.read.header_lines),
        }
