"""The schedule's rows of what the boardroom keeps about people."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.models import Declaration, Seat, SkillsReply
from trust.clock import london_day
from trust.retention.schedule import Row, register, removed
from trust.terms import academic_year

YEAR: Final = 365


def enter_rows() -> None:
    """Called once, when the portal starts."""
    register(
        Row("interests", "Declarations of interests", "Related party transactions are looked into for six "
            "years (Limitation Act 1980; Academy Trust Handbook, part 5).", "Deleted with their lines",
            7 * YEAR, 7 * YEAR, 15 * YEAR, _declarations, removed),
        Row("skills", "Skills scores of people who have left every seat",
            "The next audit compares with the last.",
            "Deleted", YEAR, 90, 3 * YEAR, _replies, removed),
        Row("seats", "Who sat where, from when to when, and attended", "The register of who governed is "
            "the company’s record (Companies Act 2006, sections 162 and 248).", "Kept"),
        Row("updates", "Trust Updates that were issued", "What the board was given stays as it was.",
            "Never changed; names that they print stay"),
    )  # fmt: skip


def _declarations(moment: datetime) -> QuerySet[Any]:
    """Of school years that were over by then."""
    return Declaration.objects.filter(year__lt=academic_year(london_day(moment)))


def _replies(moment: datetime) -> QuerySet[Any]:
    """Of people whose last seat ended before that day."""
    day = london_day(moment)
    seats = Seat.objects.filter(person=OuterRef("person"))
    since = Q(left_on__gte=day) | Q(left_on=None, ends=None) | Q(left_on=None, ends__gte=day)
    return SkillsReply.objects.filter(Exists(seats)).exclude(Exists(seats.filter(since)))
