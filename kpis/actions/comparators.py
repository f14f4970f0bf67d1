"""Keeping what others reached: national figures with the release they were read in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis.models import Comparator, Kpi
from schools.access import Permission, require
from trust import history
from trust.models import User


def note_comparator(
    kpi: Kpi,
    *,
    by: User,
    year: int,
    value: Decimal,
    release: str,
    vintage: date,
    phase: str = "",
    term_number: int | None = None,
    is_demonstration: bool = False,
) -> Comparator:
    """Note a national figure and the release it was read in.

    `year` is the calendar year in which the academic year begins; `term_number` is 1 to 3 for a term's
    figure, None for a whole year's: a term is never compared with a year. Only what was published
    (`vintage`) by the end of a term is set beside that term's figures.
    """
    require(by, Permission.KEEP_KPIS)
    if not release.strip():
        raise ValidationError("Name the release in which the national figure was published.")
    comparator = Comparator(
        kpi=kpi,
        phase=phase,
        year=year,
        term_number=term_number,
        value=value,
        release=release,
        vintage=vintage,
        is_demonstration=is_demonstration,
    )
    with transaction.atomic():
        comparator.full_clean()
        comparator.save()
        history.record(by, "comparator.noted", comparator, kpi=kpi.code, year=year, value=value)
    return comparator
