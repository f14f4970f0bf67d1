"""Which skills a body has and lacks: a skill is covered where enough people are at level 3 or above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

COVERED_FROM: Final = 3
FEWEST: Final = 3
"""Fewer answers than these are shown to nobody by name, and to no other trustee at all."""
NUMBERS: Final = ("Nobody", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")

Levels = Mapping[int, int]
"""Who scored how: the person's key and a level from 0 to 4."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A skill of the list and how many people of the body should have it."""

    skill: int
    title: str
    group: str
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """One skill of one body: how many have it now, and had it in the round before (None: not asked then)."""

    need: Needed
    have: int
    before: int | None
    answered: int

    @property
    def gap(self) -> int:
        return max(0, self.need.number - self.have)

    @property
    def counted(self) -> str:
        return f"{self.have} of {self.need.number}"

    @property
    def verdict(self) -> str:
        return f"Gap of {self.gap}" if self.gap else "Covered"

    @property
    def moved(self) -> int:
        return 0 if self.before is None else self.have - self.before

    @property
    def moved_words(self) -> str:
        """How it stands against the last round, in a few words."""
        if self.before is None:
            return "not asked before"
        if not self.moved:
            return "as before"
        return f"{abs(self.moved)} {'more' if self.moved > 0 else 'fewer'}"

    @property
    def in_words(self) -> str:
        """'Nobody is at level 3; two are needed.'"""
        have = in_words(self.have)
        return f"{have} {'is' if self.have <= 1 else 'are'} at level 3; {_need(self.need.number)}."


def in_words(number: int) -> str:
    """'Nobody', 'One' … 'Nine', then figures."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def lines(
    needs: Sequence[Needed], now: Mapping[int, Levels], before: Mapping[int, Levels] | None
) -> list[Line]:
    """A line for each skill, in the order of the list; `before` is None where there was no round before."""
    return [
        Line(
            need,
            covering(now.get(need.skill, {})),
            None if before is None or need.skill not in before else covering(before[need.skill]),
            len(now.get(need.skill, {})),
        )
        for need in needs
    ]


def covering(levels: Levels) -> int:
    """How many people are at level 3 or above."""
    return sum(level >= COVERED_FROM for level in levels.values())


def gaps(of: Sequence[Line]) -> list[Line]:
    """The lines with a gap, the widest first, in the order of the list where they are alike."""
    return sorted((line for line in of if line.gap), key=lambda line: -line.gap)


def headline(found: Sequence[Line], booked: int, overdue: int) -> str:
    """The page's first sentence: 'Five skills gaps. Training is booked for two of them.'"""
    if not found:
        said = "Every skill on the list is covered."
    else:
        said = f"{in_words(len(found))} skills gap{'' if len(found) == 1 else 's'}. "
        said += _booked(len(found), booked)
    if overdue:
        said += f" {in_words(overdue)} course{' is' if overdue == 1 else 's are'} overdue."
    return said


def _booked(found: int, booked: int) -> str:
    if not booked:
        return "No training is booked for it yet." if found == 1 else "No training is booked for them yet."
    if found == 1:
        return "Training is booked for it."
    return f"Training is booked for {'all' if booked == found else in_words(booked).lower()} of them."


def _need(number: int) -> str:
    return "one is needed" if number == 1 else f"{in_words(number).lower()} are needed"
