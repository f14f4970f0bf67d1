"""Whether training changed anything: how a person scored its skill before it and in the first round after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.models import Attendance, SkillScore


@dataclass(frozen=True, slots=True)
class Moved:
    """A skill's level before and after; None where no round says."""

    skill: str
    before: int | None
    after: int | None

    @property
    def in_words(self) -> str:
        if self.before is None or self.after is None:
            return f"{self.skill}: the next round will show it"
        if self.before == self.after:
            return f"{self.skill}: {self.after}, as before"
        return f"{self.skill}: from {self.before} to {self.after}"


def moves(attended: Iterable[Attendance], skills: dict[int, str]) -> dict[int, list[Moved]]:
    """For each attendance its skills with the level before and after; two rows of one person stay apart."""
    rows = [each for each in attended if each.attended_on]
    scores = SkillScore.objects.filter(
        reply__person__in=[row.person_id for row in rows], skill__in=skills, reply__handed_in_at__isnull=False
    ).order_by("reply__audit__opens_on", "pk")
    held: dict[tuple[int, int], list[tuple[date, int]]] = {}
    for person, skill, day, level in scores.values_list(
        "reply__person", "skill", "reply__audit__opens_on", "level"
    ):
        held.setdefault((person, skill), []).append((day, level))
    return {
        row.pk: [
            _moved(title, held.get((row.person_id, skill), []), row.attended_on)
            for skill, title in skills.items()
        ]
        for row in rows
    }


def _moved(title: str, levels: list[tuple[date, int]], day: date | None) -> Moved:
    assert day is not None  # who attended did so on a day
    before = [level for opened, level in levels if opened <= day]
    after = [level for opened, level in levels if opened > day]
    return Moved(title, before[-1] if before else None, after[0] if after else None)
