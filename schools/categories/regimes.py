"""The three inspection regimes side by side: areas, grades, and what "retain or improve" says within one.

Grades of one regime are never put into the words of another. Pure: no database and no clock.

Sources: Education inspection handbook to August 2024 (overall effectiveness); School inspection handbook,
September 2024 (key judgements); School inspection toolkit, November 2025 (report cards).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schools.models.school import Regime

FOUR: Final = ("Outstanding", "Good", "Requires improvement", "Inadequate")
FIVE: Final = (
    "Exceptional",
    "Strong standard",
    "Expected standard",
    "Needs attention",
    "Urgent improvement",
)
OVERALL: Final = "Overall effectiveness"
JUDGED: Final = (
    "Quality of education",
    "Behaviour and attitudes",
    "Personal development",
    "Leadership and management",
    "Early years provision",
    "Sixth form provision",
)
CARD: Final = (
    "Achievement",
    "Attendance and behaviour",
    "Curriculum and teaching",
    "Inclusion",
    "Leadership and governance",
    "Personal development and wellbeing",
    "Early years",
    "Sixth form",
)
# The best grade first.
GRADES: Final[Mapping[str, Sequence[str]]] = {
    Regime.OVERALL: FOUR,
    Regime.JUDGEMENTS: FOUR,
    Regime.REPORT_CARD: FIVE,
}
AREAS: Final[Mapping[str, Sequence[str]]] = {
    Regime.OVERALL: (OVERALL, *JUDGED),
    Regime.JUDGEMENTS: JUDGED,
    Regime.REPORT_CARD: CARD,
}


class Course(StrEnum):
    """How a grade stands beside the one before it in the same regime."""

    IMPROVED = "Improved"
    RETAINED = "Retained"
    FELL = "Fell"
    BASELINE = "First in this regime"


@dataclass(frozen=True)
class Graded:
    """One graded inspection, in the words of its regime."""

    on: date
    regime: str
    grades: Mapping[str, str]
    of_predecessor: bool = False


@dataclass(frozen=True)
class Compared:
    """One area of an inspection: its grade, the one before where there is one, and which way it went."""

    area: str
    grade: str
    before: str
    course: Course


def compare(inspections: Sequence[Graded]) -> list[Compared]:
    """The latest graded inspection beside the one before it in the same regime, area by area.

    A predecessor's grade is never the school's own to retain; an area without a grade before, and the first
    inspection in a regime, set a baseline.
    """
    own = sorted((each for each in inspections if not each.of_predecessor), key=lambda each: each.on)
    if not own:
        return []
    latest = own[-1]
    earlier = [each for each in own[:-1] if each.regime == latest.regime]
    before = earlier[-1].grades if earlier else {}
    return [
        Compared(area, grade, before.get(area, ""), course_of(latest.regime, before.get(area, ""), grade))
        for area, grade in latest.grades.items()
    ]


def course_of(regime: str, before: str, after: str) -> Course:
    """Which way a grade went within one regime; what is not a grade of it is no comparison."""
    order = GRADES[regime]
    if before not in order or after not in order:
        return Course.BASELINE
    moved = order.index(before) - order.index(after)
    if moved == 0:
        return Course.RETAINED
    return Course.IMPROVED if moved > 0 else Course.FELL


def retained_or_improved(inspections: Sequence[Graded]) -> bool | None:
    """Whether no area fell; None where there is nothing to hold it against."""
    courses = {each.course for each in compare(inspections)}
    if not courses - {Course.BASELINE}:
        return None
    return Course.FELL not in courses
