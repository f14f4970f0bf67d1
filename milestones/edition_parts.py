"""The parts in which an edition of the plan is written: what each is called, and who writes it."""

from __future__ import annotations

from enum import StrEnum

from schools.access import Permission


class EditionPart(StrEnum):
    """A part of an edition that is saved on its own; the address of its form."""

    APPROVAL = "approval"
    YEARS = "years"
    TEXTS = "texts"
    OBJECTIVES = "objectives"
    QUESTIONS = "questions"
    GROWTH = "growth"

    @property
    def heading(self) -> str:
        return TITLES[self]

    @property
    def permission(self) -> Permission:
        """What it takes to write it: who may adopt an edition also says how it was approved."""
        return Permission.ADOPT_PLAN if self is EditionPart.APPROVAL else Permission.KEEP_PLAN

    @property
    def has_rows(self) -> bool:
        return self not in (EditionPart.APPROVAL, EditionPart.YEARS)


TITLES = {
    EditionPart.APPROVAL: "Approval and review",
    EditionPart.YEARS: "Firm and provisional years",
    EditionPart.TEXTS: "Chapters",
    EditionPart.OBJECTIVES: "Objectives",
    EditionPart.QUESTIONS: "Questions and responses",
    EditionPart.GROWTH: "Growth targets",
}
