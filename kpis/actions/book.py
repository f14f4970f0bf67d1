"""Keeping the KPI book: what is measured, what was agreed as good enough, what others reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis.models import Band, BandState, Comparator, Definition, Kpi, Prefill, Scope
from schools.access import Permission, require
from schools.models import School
from trust import history
from trust.lifecycle import Refused, can_advance
from trust.models import Area, Term, User

EVERY_TERM = (1, 2, 3)


def define_kpi(
    *,
    by: User,
    code: str,
    area: Area,
    kind: str,
    from_term: Term,
    title: str,
    meaning: str,
    scope: str = Scope.SCHOOL,
    position: int = 0,
    is_headline: bool = False,
    **definition: Any,
) -> Kpi:
    """A new KPI with the first version of its definition, in force from `from_term` on.

    `definition` names further fields of `kpis.models.Definition`; without `reported_in` it is asked every
    term. Raises ValidationError for what the models do not allow, such as a code that is taken.
    """
    require(by, Permission.KEEP_KPIS)
    kpi = Kpi(code=code, area=area, kind=kind, scope=scope, position=position, is_headline=is_headline)
    wanted: dict[str, Any] = {"reported_in": list(EVERY_TERM)} | definition
    version = Definition(from_term=from_term, title=title, meaning=meaning, **wanted)
    with transaction.atomic():
        kpi.full_clean()
        kpi.save()
        version.kpi = kpi
        version.full_clean()
        version.save()
        history.record(by, "kpi.defined", kpi, code=code, kind=str(kind), from_term=from_term.ref)
    return kpi


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


def offer_prefill(
    kpi: Kpi,
    school: School | None,
    term: Term,
    *,
    source: str,
    as_at: date,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    value: Decimal | None = None,
) -> Prefill:
    """Offer what another part of the portal knows to whoever fills in the return; the latest offer stands.

    Called by the floors above with facts of their own, so there is no person and no access to check.
    """
    known = {"numerator": numerator, "denominator": denominator, "value": value}
    prefill, _ = Prefill.objects.update_or_create(
        kpi=kpi, school=school, term=term, defaults=known | {"source": source, "as_at": as_at}
    )
    return prefill
