"""Noting what inspectors said of a school, in the words of their own regime."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from schools.access import Permission, Subject, require
from schools.categories.regimes import AREAS, GRADES
from schools.models import Inspection, InspectionKind, School
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User


def note_inspection(
    school: School,
    *,
    by: User,
    on: date,
    regime: str,
    kind: str,
    grades: Mapping[str, str],
    safeguarding_met: bool | None = None,
    outcome: str = "",
    url: str = "",
) -> Inspection:
    """Keep an inspection; the same one again is the same row, told anew where it was wrong.

    Raises Refused for a day that has not come, for grades of another regime, and for grades where none were
    given.
    """
    require(by, Permission.KEEP_COMPLIANCE, Subject("school", school=school.pk))
    _check(on, regime, kind, grades)
    with transaction.atomic():
        noted, _ = Inspection.objects.update_or_create(
            school=school,
            on=on,
            regime=regime,
            defaults={
                "kind": kind,
                "grades": dict(grades),
                "safeguarding_met": safeguarding_met,
                "outcome": outcome,
                "url": url,
            },
        )
        history.record(by, "inspection.noted", noted, on=on, regime=regime, kind=kind, grades=dict(grades))
    return noted


def _check(on: date, regime: str, kind: str, grades: Mapping[str, str]) -> None:
    if on > clock.today():
        raise Refused("That day has not come yet.")
    wrong = [
        area for area, grade in grades.items() if area not in AREAS[regime] or grade not in GRADES[regime]
    ]
    if wrong:
        raise Refused(f"{wrong[0]} has no such grade in this framework.")
    if bool(grades) != (kind == InspectionKind.GRADED):
        raise Refused("A graded inspection has grades, and no other kind has any.")
