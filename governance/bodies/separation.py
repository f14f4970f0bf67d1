"""Whether a trust's members stand apart from its trustees and staff, as the handbook asks. Pure.

Source of each rule: the Academy Trust Handbook, part 1, on members.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from governance.bodies.places import plural

MUST_BE, SHOULD_BE = 3, 5
SOURCE: Final = "Academy Trust Handbook, part 1: members"


class Verdict(StrEnum):
    """How one rule is kept: a rule that must be kept is broken, one that should be is not met."""

    KEPT = "kept"
    SHORT = "short"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, how it is kept, and why, in words."""

    verdict: Verdict
    title: str
    reason: str

    @property
    def word(self) -> str:
        return {"kept": "Kept", "short": "Falls short", "broken": "Not kept"}[self.verdict]


def separation(members: Collection[int], trustees: Collection[int], staff: Collection[int]) -> list[Check]:
    """The checks on who is a member, by the keys of people who serve today."""
    return [
        _enough(len(members)),
        _apart(len(members), len(set(members) & set(trustees))),
        _staff(members, staff),
    ]


def _enough(number: int) -> Check:
    title = "Enough members"
    if number < MUST_BE:
        return Check(Verdict.BROKEN, title, f"{_are(number)}. A trust must have at least three.")
    if number < SHOULD_BE:
        return Check(Verdict.SHORT, title, f"{_are(number)}. Three is the least; five or more are advised.")
    return Check(Verdict.KEPT, title, f"{_are(number)}. Five or more are advised.")


def _apart(number: int, both: int) -> Check:
    title = "Members who are not trustees"
    if not number:
        return Check(Verdict.SHORT, title, "Nobody has been recorded as a member.")
    apart = number - both
    said = f"{apart} of {number} members {'is' if apart == 1 else 'are'} not trustees"
    if 2 * apart > number:
        return Check(Verdict.KEPT, title, f"{said}. A majority should stand apart from the board.")
    needed = number // 2 + 1
    return Check(
        Verdict.SHORT, title, f"{said}. A majority should stand apart from the board: {needed} or more."
    )


def _staff(members: Collection[int], staff: Collection[int]) -> Check:
    title = "Members who work for the trust"
    employed = len(set(members) & set(staff))
    if employed:
        said = plural(employed, "member works", "members work")
        return Check(Verdict.BROKEN, title, f"{said} for the trust. No member may be an employee.")
    return Check(Verdict.KEPT, title, "No member works for the trust, as far as the portal knows.")


def _are(number: int) -> str:
    return f"There {'is' if number == 1 else 'are'} {plural(number, 'member')}"
