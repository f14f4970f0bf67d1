"""Keeping what is good enough: targets and limits, as the board agreed them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from kpis.limits import LIMITS, fields_of, has_way, problems_of
from kpis.models import Band, BandState, Definition, Kpi, Scope
from kpis.queries.targets import definition_at
from kpis.rag import Direction, Kind
from schools.access import Permission, require
from schools.models import Audience, Release, School
from trust import clock, history
from trust.lifecycle import Refused
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
    that term on already, or where that term or a later one has been issued, since its figures would be
    repainted; ValidationError, by field, for limits that contradict each other.
    """
    require(by, Permission.KEEP_KPIS)
    band = Band(kpi=kpi, phase=phase, school=school, from_term=from_term, minute=minute, **limits)
    with transaction.atomic():
        Kpi.objects.select_for_update().get(pk=kpi.pk)
        require_unissued(from_term)
        check_band(band)
        require_unagreed(band)
        facts = {name: value for name, value in limits.items() if name in LIMITS}
        mark_agreed(band, by=by, agreed_on=agreed_on, minute=minute, **facts)
    return band


def mark_agreed(band: Band, *, by: User, agreed_on: date, minute: str, **facts: Any) -> None:
    """Save the band as agreed and leave the event; for actions of this floor that have checked it."""
    band.state, band.agreed_on, band.agreed_by, band.minute = BandState.AGREED, agreed_on, by, minute
    band.full_clean()
    band.save()
    history.record(by, "band.agreed", band, kpi=band.kpi.code, from_term=band.from_term.ref, **facts)


def require_unissued(term: Term, what: str = "A target") -> None:
    """Refuse a term that the board has been given already, or one after which it has been given another."""
    since = Q(term__year__gt=term.year) | Q(term__year=term.year, term__number__gte=term.number)
    issued = Release.objects.filter(since, audience=Audience.BOARD).select_related("term")
    latest = issued.order_by("-term__year", "-term__number").first()
    if latest is not None:
        raise Refused(
            f"{latest.term.name} has been issued to the board. {what} from {term.name} on would "
            f"repaint it: let it hold from {latest.term.ref.next.name} or later."
        )


def require_unagreed(band: Band) -> None:
    """Refuse a second agreed band for exactly the same KPI, schools and term."""
    same = Band.objects.filter(
        kpi=band.kpi_id,
        phase=band.phase,
        school=band.school_id,
        from_term=band.from_term_id,
        state=BandState.AGREED,
    )
    if same.exclude(pk=band.pk).exists():
        raise Refused(f"A target for {band.kpi.code} from {band.from_term} has been agreed already.")


def check_band(band: Band) -> None:
    """Raise ValidationError, by field and in words, for a band that contradicts itself or its KPI."""
    definition = definition_at(band.kpi, band.from_term)
    problems = problems_of_band(band, definition)
    if problems:
        raise ValidationError(problems)


def problems_of_band(band: Band, definition: Definition) -> dict[str, str]:
    """What does not hold of a band under that wording of its KPI, field by field."""
    kind, direction = Kind(band.kpi.kind), Direction(definition.direction)
    limits = {name: getattr(band, name) for name in LIMITS}
    problems = problems_of(limits, kind, direction, tuple(definition.scale))
    if band.kpi.scope == Scope.TRUST and (band.school_id or band.phase):
        problems["phase"] = "This KPI is about the trust as a whole, so it has one target."
    if band.target_by_id is not None:
        problems |= _problems_of_way(band, kind, direction)
    return problems


def can_have_band(kpi: Kpi, definition: Definition) -> bool:
    """Whether there is anything to agree for that kind: an assurance or a judgement has no limits."""
    return bool(fields_of(Kind(kpi.kind), Direction(definition.direction)))


def require_past(agreed_on: date) -> None:
    """Refuse a meeting that has not been held yet."""
    if agreed_on > clock.today():
        raise ValidationError({"agreed_on": "The board has not met on that day yet."})


def _problems_of_way(band: Band, kind: Kind, direction: Direction) -> dict[str, str]:
    if not has_way(kind, direction):
        return {"target_by": "Only a target that is one number can be reached step by step."}
    if band.baseline is None or band.target is None:
        return {"target_by": "Give the baseline and the target as well: the way leads from one to the other."}
    if band.target_by is not None and band.target_by.ref <= band.from_term.ref:
        return {"target_by": f"Choose a term after {band.from_term.name}, in which the way begins."}
    return {}
