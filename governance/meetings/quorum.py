"""Whether enough people were there, said in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those who count were there, and how many must be; `needed` is None where it was never set.

    `noted` says whether anybody's presence was noted at all: without it nothing is known.
    """

    present: int
    members: int
    needed: int | None
    noted: bool = True

    @property
    def is_met(self) -> bool | None:
        if self.needed is None or not self.noted:
            return None
        return self.present >= self.needed

    @property
    def words(self) -> str:
        """'7 of 9 present; quorum 5, so decisions stand.'"""
        if not self.noted:
            known = f" The quorum is {self.needed}." if self.needed else ""
            return f"Nobody’s presence has been noted yet.{known}"
        said = f"{self.present} of {self.members} present"
        if self.needed is None:
            return f"{said}; the quorum of this body has not been set out."
        if self.is_met:
            return f"{said}; quorum {self.needed}."
        return f"{said}; quorum {self.needed}, so the meeting cannot decide."


# Presences, as they are stored, that make somebody present.
COUNTED = frozenset({"present", "remote"})


def quorum(members: frozenset[int], presences: dict[int, str], needed: int | None) -> Quorum:
    """Only who sits on the body that day counts; who is in attendance does not.

    `members` and the keys of `presences` are people; `presences` holds each one's stored presence.
    """
    there = {person for person, presence in presences.items() if presence in COUNTED}
    return Quorum(len(there & members), len(members), needed, bool(presences))
