"""Keeping what is good enough: targets and limits, as the board agreed them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from kpis.models import Band, BandState, Kpi
from schools.access import Permission, require
from schools.models import School
from trust import history
from trust.lifecycle import Refused, can_advance
from trust.models import Term, User


def agree_band(
    kpi: Kpi,
    *,
    by: User,
    from_term: Term,
    agreed_on: date,
    minute: str = "",
    phase: str = "",
    school: School | None = None,
    **limits: Any,
) -> Band:
    """Record what the board agreed as good enough from a term on: for all, for a phase, or for one school.

    `limits` names fields of `kpis.models.Band`: target, limit, stretch, due_on … in the KPI's unit. Terms
    before `from_term` keep the band they had. Raises Refused where a band for exactly these was agreed from
    that term on already, ValidationError for limits that the model does not allow.
    """
    require(by, Permission.KEEP_KPIS)
    band = Band(kpi=kpi, phase=phase, school=school, from_term=from_term, minute=minute, **limits)
    band.state, band.agreed_on, band.agreed_by = BandState.AGREED, agreed_on, by
    with transaction.atomic():
        Kpi.objects.select_for_update().get(pk=kpi.pk)
        same = Band.objects.filter(
            kpi=kpi, phase=phase, school=school, from_term=from_term, state=BandState.AGREED
        )
        if same.exists():
            raise Refused(f"A target for {kpi.code} from {from_term} has been agreed already.")
        band.full_clean()
        band.save()
        facts = {name: value for name, value in limits.items() if name != "rationale"}
        history.record(by, "band.agreed", band, kpi=kpi.code, from_term=from_term.ref, **facts)
    return band


def confirm_band(band: Band, *, by: User, agreed_on: date, minute: str = "") -> Band:
    """Record the board's agreement to a band that was proposed or consulted on."""
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = Band.objects.select_for_update().get(pk=band.pk)
        if not can_advance(held, BandState.AGREED):
            raise Refused("This target has been agreed already.")
        held.state, held.agreed_on, held.agreed_by = BandState.AGREED, agreed_on, by
        held.minute = minute or held.minute
        held.save()
        history.record(by, "band.agreed", held, kpi=held.kpi.code, from_term=held.from_term.ref)
    return held
