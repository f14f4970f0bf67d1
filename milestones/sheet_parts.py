"""The parts a programme sheet is filled in by: what each is called, and who fills it in."""

from __future__ import annotations

from enum import StrEnum

from schools.access import Permission


class SheetPart(StrEnum):
    """A part of the sheet that is saved on its own; the address of its form."""

    AIM = "aim"
    PEOPLE = "people"
    STEPS = "steps"
    MONEY = "money"
    MEASURES = "measures"
    RISKS = "risks"
    ATTACHMENTS = "documents"

    @property
    def heading(self) -> str:
        return TITLES[self]

    @property
    def permission(self) -> Permission:
        """What it takes to fill it in: owner and sponsor see to the work and its risks themselves."""
        mine = (SheetPart.STEPS, SheetPart.RISKS)
        return Permission.RATE_MILESTONE if self in mine else Permission.KEEP_PLAN


TITLES = {
    SheetPart.AIM: "Aim and purpose",
    SheetPart.PEOPLE: "People and schools",
    SheetPart.STEPS: "Steps",
    SheetPart.MONEY: "Money",
    SheetPart.MEASURES: "How success is known",
    SheetPart.RISKS: "Risks",
    SheetPart.ATTACHMENTS: "Documents",
}
