"""Writing a set of targets: copied from a term, changed band by band, or tightened all at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis.actions.bands import can_have_band, check_band, require_unissued
from kpis.limits import AMOUNTS, HUNDRED, LIMITS, share_of, tightened
from kpis.models import Band, BandState, Definition, Kpi, Proposal
from kpis.queries.bands import bands_in_force, definitions_in_force
from kpis.queries.targets import definition_at
from kpis.rag import Direction, Kind
from kpis.trajectory import expected_at
from schools.access import Permission, require
from schools.models import School
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import Term, User

OPEN = (BandState.PROPOSED, BandState.CONSULTED)


def open_proposal(
    *,
    by: User,
    title: str,
    from_term: Term,
    note: str = "",
    views_by: date | None = None,
    key: str,
    copy_from: Term | None = None,
) -> Proposal:
    """Begin a set of targets that is to hold from a term on, empty or copied from what holds in `copy_from`.

    Dates of deadlines are moved on by as many years as lie between the two terms. The same `key` gives the
    same set. Raises Refused where the board has been given that term already.
    """
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        asked = {"title": title.strip(), "note": note.strip(), "from_term": from_term, "views_by": views_by}
        known = Proposal.objects.filter(request_key=key).first()
        if known is not None:
            return known
        require_unissued(from_term)
        proposal, is_new = Proposal.objects.get_or_create(
            request_key=key, defaults=asked | {"proposed_by": by, "proposed_at": clock.now()}
        )
        if is_new:
            copied = _copy(proposal, copy_from) if copy_from else 0
            source = copy_from.ref if copy_from else None
            facts = {"from_term": from_term.ref, "copied_from": source, "bands": copied}
            history.record(by, "targets.proposed", proposal, **facts)
    return proposal


def describe_proposal(
    proposal: Proposal, *, by: User, title: str, note: str = "", views_by: date | None = None
) -> Proposal:
    """Change what the set is called, what is said of it, and until when views are asked for."""
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = held_proposal(proposal)
        if held.state not in OPEN:
            raise Refused(f"This set is {held.get_state_display().lower()}, so it stays as it is.")
        held.title, held.note, held.views_by = title.strip(), note.strip(), views_by
        held.full_clean()
        held.save()
        history.record(by, "targets.described", held, note=history.salted(held.note), views_by=views_by)
    return held


def propose_band(
    proposal: Proposal,
    kpi: Kpi,
    *,
    by: User,
    phase: str = "",
    school: School | None = None,
    **limits: Any,
) -> Band:
    """Put a band into the set, or change the one that is there for the same KPI and schools.

    `limits` names fields of `kpis.models.Band` in the KPI's unit; those not named are left blank. Raises
    ValidationError by field for a band that contradicts itself, Refused once the set has been sent out.
    """
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = held_proposal(proposal)
        require_changeable(held)
        known = Band.objects.filter(proposal=held, kpi=kpi, phase=phase, school=school).first()
        band = known or Band(proposal=held, kpi=kpi, phase=phase, school=school)
        blank = dict.fromkeys((*LIMITS, "target_by")) | {"floor": "", "rationale": ""}
        for name, value in (blank | limits).items():
            setattr(band, name, value)
        band.from_term = held.from_term
        _require_band(kpi, held.from_term)
        check_band(band)
        band.full_clean()
        band.save()
        facts = {name: value for name, value in limits.items() if name in LIMITS}
        history.record(by, "band.proposed", band, kpi=kpi.code, set=held.pk, **facts)
    return band


def drop_band(band: Band, *, by: User) -> None:
    """Take a band out of a set that has not been sent out; what was agreed before goes on holding."""
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = Band.objects.filter(pk=band.pk, proposal__isnull=False).first()
        if held is None or held.proposal is None:
            return
        require_changeable(held_proposal(held.proposal))
        history.record(by, "band.dropped", held, kpi=held.kpi.code, set=held.proposal_id)
        held.delete()


def tighten(
    proposal: Proposal,
    kpis: Iterable[Kpi],
    *,
    by: User,
    step: Decimal | None = None,
    percent: Decimal | None = None,
) -> list[Band]:
    """Move the targets and limits of these KPIs' bands in the good direction, and give those that moved.

    By `step` in each KPI's own unit, or by so many per cent of each band's target, rounded to the KPI's
    places. Refused once the set has been sent out; ValidationError for a step that is not above zero.
    """
    require(by, Permission.KEEP_KPIS)
    _require_step(step, percent)
    with transaction.atomic():
        held = held_proposal(proposal)
        require_changeable(held)
        keys = [kpi.pk for kpi in kpis]
        definitions = definitions_in_force(held.from_term)
        bands = Band.objects.filter(proposal=held, kpi__in=keys).select_related(
            "kpi", "from_term", "target_by"
        )
        moved = [band for band in bands if _tighten(band, definitions[band.kpi_id], step, percent)]
        for band in moved:
            check_band(band)
            band.save()
        names = sorted({band.kpi.code for band in moved})
        history.record(by, "targets.tightened", held, kpis=names, step=step, percent=percent)
    return moved


def held_proposal(proposal: Proposal) -> Proposal:
    """The row, locked for the caller's transaction."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("from_term").get(pk=proposal.pk)


def require_changeable(proposal: Proposal) -> None:
    """Refuse to change what people are speaking about, or what has been settled."""
    if proposal.state == BandState.CONSULTED:
        raise Refused("Heads and governors are looking at this set. Take it back before you change it.")
    if proposal.state != BandState.PROPOSED:
        raise Refused(f"This set is {proposal.get_state_display().lower()}, so it stays as it is.")


def _require_band(kpi: Kpi, term: Term) -> None:
    definition = definition_at(kpi, term)
    if not can_have_band(kpi, definition):
        raise Refused(f"{definition.title} is given with its reason and has no target to agree.")


def _require_step(step: Decimal | None, percent: Decimal | None) -> None:
    if (step is None) == (percent is None):
        raise TypeError("Tighten by a step or by a percentage, one of the two.")
    size = step if step is not None else percent
    if size is None or size <= 0:
        raise ValidationError({"size": "Give a number above zero."})
    if percent is not None and percent > HUNDRED:
        raise ValidationError({"size": "Give at most 100 per cent."})


def _tighten(band: Band, definition: Definition, step: Decimal | None, percent: Decimal | None) -> bool:
    """Move the band in memory; whether anything moved."""
    kind, direction = Kind(band.kpi.kind), Direction(definition.direction)
    limits = {name: getattr(band, name) for name in AMOUNTS}
    if step is None:
        of = next(
            (value for value in (band.target, band.limit, band.margin) if value is not None), Decimal(0)
        )
        step = share_of(of, percent or Decimal(0), definition.places)
    tighter = tightened(limits, kind, direction, step, definition.unit)
    moved = {name: to for name, to in tighter.items() if limits[name] != to}
    for name, to in moved.items():
        setattr(band, name, to)
    return bool(moved)


def _copy(proposal: Proposal, source: Term) -> int:
    """Every agreed band in force in the term, as bands of the set; how many. A retired KPI's stay behind."""
    years = proposal.from_term.year - source.year
    definitions = definitions_in_force(proposal.from_term)
    left = set(School.objects.filter(left__lte=proposal.from_term.starts).values_list("pk", flat=True))
    found = [
        band
        for band in bands_in_force(source).values()
        if band.kpi_id in definitions and band.school_id not in left
    ]
    copies = [_copy_of(band, proposal, definitions[band.kpi_id].places, years) for band in found]
    return len(Band.objects.bulk_create(copies))


def _copy_of(band: Band, proposal: Proposal, places: int, years: int) -> Band:
    kept = {name: getattr(band, name) for name in LIMITS} | {"rationale": band.rationale}
    moved = {name: _moved_on(kept[name], years) for name in ("due_on", "trust_due_on")}
    return Band(
        proposal=proposal,
        kpi_id=band.kpi_id,
        phase=band.phase,
        school_id=band.school_id,
        from_term=proposal.from_term,
        **kept | moved | _rest_of_way(band, proposal.from_term, places),
    )


def _rest_of_way(band: Band, begins: Term, places: int) -> dict[str, Any]:
    """A way that is not yet walked to its end goes on from where it should be by then."""
    if band.target_by is None or band.target_by.ref <= begins.ref:
        return {}
    return {"target_by": band.target_by, "baseline": expected_at(band, begins.ref, places)}


def _moved_on(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)
