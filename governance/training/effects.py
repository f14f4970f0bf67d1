"""Whether training changed anything: how a person scored its skill before it and in the first round after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.models import Attendance, SkillScore, TrainingActivity
from governance.skills.gaps import FEWEST


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
    held = _levels([row.person_id for row in rows], skills)
    return {
        row.pk: [
            _moved(title, held.get((row.person_id, skill), []), row.attended_on)
            for skill, title in skills.items()
        ]
        for row in rows
    }


def lifted(activities: Iterable[TrainingActivity]) -> dict[int, str]:
    """For each activity how many of those who went score its skill higher than before: '2 of 4 higher'.

    Fewer than three people whose scores are known both before and after are not told of: it would tell one's
    score.
    """
    pairs = Attendance.objects.filter(
        activity__in=[each.pk for each in activities],
        attended_on__isnull=False,
        activity__needs__skill__isnull=False,
        activity__needs__person__isnull=True,
    ).values_list("activity", "person", "attended_on", "activity__needs__skill")
    rows = set(pairs)
    held = _levels({person for _, person, _, _ in rows}, {skill for *_, skill in rows})
    known: dict[int, dict[int, bool]] = {}
    for activity, person, day, skill in rows:
        moved = _moved("", held.get((person, skill), []), day)
        if moved.before is not None and moved.after is not None:
            people = known.setdefault(activity, {})
            people[person] = people.get(person, False) or moved.after > moved.before
    return {
        activity: f"{sum(people.values())} of {len(people)} higher"
        for activity, people in known.items()
        if len(people) >= FEWEST
    }


def _levels(
    people: Iterable[int], skills: Iterable[int | None]
) -> dict[tuple[int, int], list[tuple[date, int]]]:
    """Person and skill, and what was scored in each round, the earliest first."""
    scores = SkillScore.objects.filter(
        reply__person__in=people, skill__in=skills, reply__handed_in_at__isnull=False
    ).order_by("reply__audit__opens_on", "pk")
    held: dict[tuple[int, int], list[tuple[date, int]]] = {}
    for person, skill, day, level in scores.values_list(
        "reply__person", "skill", "reply__audit__opens_on", "level"
    ):
        held.setdefault((person, skill), []).append((day, level))
    return held


def _moved(title: str, levels: list[tuple[date, int]], day: date | None) -> Moved:
    assert day is not None  # who attended did so on a day
    before = [level for opened, level in levels if opened <= day]
    after = [level for opened, level in levels if opened > day]
    return Moved(title, before[-1] if before else None, after[0] if after else None)
