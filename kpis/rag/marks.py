"""The marks a reading or a milestone can carry, how each is printed, and which of several is the worst."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a reading or a milestone is rated. Members stand from the worst to the least telling.

    A figure that is due and missing stands above green, so that in an area's worst-of it never hides behind
    a green one; what is not due, does not apply or cannot be shown stands below, so that it hides nothing.
    """

    RED = "red"
    OVERDUE = "overdue"
    AMBER = "amber"
    NOT_REPORTED = "not_reported"
    GREEN = "green"
    COMPLETE = "complete"
    SMALL_GROUP = "small_group"
    PAUSED = "paused"
    NOT_DUE = "not_due"
    NOT_PRODUCED = "not_produced"
    NOT_APPLICABLE = "not_applicable"

    @property
    def letter(self) -> str:
        """What stands beside the shape where there is no room for the word."""
        return LETTERS[self]

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def shape(self) -> str:
        """diamond, triangle, circle, tick, dash, ring, clock or bars; the name of a drawing."""
        return SHAPES[self]

    @property
    def severity(self) -> int:
        """Higher is worse; only the order means anything."""
        return SEVERITIES[self]


LETTERS = {
    Mark.RED: "R",
    Mark.OVERDUE: "late",
    Mark.AMBER: "A",
    Mark.NOT_REPORTED: "n/r",
    Mark.GREEN: "G",
    Mark.COMPLETE: "C",
    Mark.SMALL_GROUP: "small",
    Mark.PAUSED: "paused",
    Mark.NOT_DUE: "not due",
    Mark.NOT_PRODUCED: "n/p",
    Mark.NOT_APPLICABLE: "n/a",
}
WORDS = {mark: mark.value.replace("_", " ").capitalize() for mark in Mark}
SHAPES = {
    Mark.RED: "diamond",
    Mark.OVERDUE: "clock",
    Mark.AMBER: "triangle",
    Mark.NOT_REPORTED: "dash",
    Mark.GREEN: "circle",
    Mark.COMPLETE: "tick",
    Mark.SMALL_GROUP: "dash",
    Mark.PAUSED: "bars",
    Mark.NOT_DUE: "ring",
    Mark.NOT_PRODUCED: "dash",
    Mark.NOT_APPLICABLE: "dash",
}
SEVERITIES = {mark: len(Mark) - place for place, mark in enumerate(Mark)}


@dataclass(frozen=True, slots=True)
class Rag:
    """A mark with its letter, word and reason, ready to print. `reason` is a sentence less its full stop."""

    mark: Mark
    letter: str
    word: str
    reason: str

    @classmethod
    def of(cls, mark: Mark, because: str) -> Rag:
        """A rating from a clause that says why: of(RED, "a week late") has the reason "Red: a week late"."""
        return cls(mark, mark.letter, mark.word, f"{mark.word}: {because}")

    @property
    def shape(self) -> str:
        return self.mark.shape

    @property
    def severity(self) -> int:
        return self.mark.severity


def worst(marks: Iterable[Mark]) -> Mark:
    """The worst of the marks, in the order of `Mark`; not due when there are none."""
    return max(marks, key=SEVERITIES.__getitem__, default=Mark.NOT_DUE)
