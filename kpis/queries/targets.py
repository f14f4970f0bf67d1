"""What the board holds a KPI to, now and before: its agreed bands, each with the way it was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Q

from kpis.models import Band, BandState, Definition, Kpi, Proposal
from kpis.models.band import rule_of
from kpis.rag import Direction, Kind, Rule
from kpis.trajectory import expected_at, steps_of
from kpis.words import show_value, target_words
from schools.models import Phase
from trust.clock import LONDON
from trust.dates import short_date
from trust.models import Term
from trust.numbers import show_exact
from trust.terms import TermRef


class Cells(NamedTuple):
    """A band as a table prints it: what is hoped for, the limit, the stretch; blank where it has none."""

    target: str
    limit: str
    stretch: str


class StepShown(NamedTuple):
    """One term of the way to a target, and what is expected by then, as printed."""

    term: TermRef
    shown: str
    is_now: bool


class Happening(NamedTuple):
    """One step of a band's way to the board."""

    what: str
    on: date
    words: str


class TargetLine(NamedTuple):
    """One agreed band of a KPI with its trail; `until` is the term in which another took its place."""

    band: Band
    whom: str
    words: str
    until: Term | None
    is_in_force: bool
    trail: tuple[Happening, ...]
    steps: tuple[StepShown, ...]
    expected: str


def definition_at(kpi: Kpi, term: Term) -> Definition:
    """The wording in force in the term or, before the KPI began, its first one."""
    begun = Q(from_term__year__lt=term.year) | Q(
        from_term__year=term.year, from_term__number__lte=term.number
    )
    versions = kpi.definitions.order_by("from_term__year", "from_term__number", "version")
    found = versions.filter(begun).last() or versions.first()
    if found is None:
        raise Definition.DoesNotExist(f"{kpi.code} has no definition.")
    return found


def held_in(kpi: Kpi, term: Term) -> list[Band]:
    """The agreed bands of one KPI that hold in the term, for everyone, phases and schools; one query."""
    begun = Q(from_term__year__lt=term.year) | Q(
        from_term__year=term.year, from_term__number__lte=term.number
    )
    agreed = Band.objects.filter(begun, kpi=kpi, state=BandState.AGREED)
    agreed = agreed.select_related("from_term", "school", "target_by")
    latest = {
        (band.school_id, band.phase): band for band in agreed.order_by("from_term__year", "from_term__number")
    }
    return sorted(latest.values(), key=lambda band: (band.school.name if band.school else "", band.phase))


def targets_of(kpi: Kpi, definition: Definition, now: Term, *, counts_views: bool) -> list[TargetLine]:
    """Every band that was agreed for the KPI, the newest first; one query.

    `counts_views` adds how many heads and governors spoke, for those who may read what they said.
    """
    agreed = (
        Band.objects.filter(kpi=kpi, state=BandState.AGREED)
        .select_related("from_term", "school", "target_by", "agreed_by", "proposal__proposed_by")
        .annotate(
            spoken=Count("proposal__views"),
            concerned=Count("proposal__views", filter=Q(proposal__views__view="concerned")),
        )
        .order_by("phase", "school__name", "-from_term__year", "-from_term__number")
    )
    lines: list[TargetLine] = []
    later: dict[tuple[str, int | None], Term] = {}
    for band in agreed:
        key = (band.phase, band.school_id)
        lines.append(_line(band, definition, now, later.get(key), counts_views=counts_views))
        later[key] = band.from_term
    return sorted(lines, key=lambda line: line.band.from_term.ref, reverse=True)


def trail_of(proposal: Proposal) -> Iterator[Happening]:
    """What has happened to a set of targets so far, the views apart."""
    yield Happening("Proposed", _day(proposal.proposed_at), f"by {proposal.proposed_by}")
    if proposal.consulted_at:
        until = f", until {short_date(proposal.views_by)}" if proposal.views_by else ""
        yield Happening("Heads and governors asked", _day(proposal.consulted_at), f"for their views{until}")
    if proposal.agreed_on:
        yield Happening("Agreed by the board", proposal.agreed_on, proposal.minute)


def whom_of(band: Band) -> str:
    """Whom a band is for, in words; the band's school must have been read."""
    if band.school is not None:
        return band.school.name
    return f"{Phase(band.phase).label} schools" if band.phase else "Every school"


def cells_of(band: Band, rule: Rule) -> Cells:
    """The band's numbers, as short as a table needs them."""
    if rule.kind is Kind.NATIONAL:
        margin = "" if band.margin is None else f"worse by {show_exact(band.margin, rule.unit)}"
        return Cells("national", margin, "")
    if rule.kind is Kind.DEADLINE:
        own, statutory = band.trust_due_on, band.due_on
        return Cells(short_date(own) if own else "", short_date(statutory) if statutory else "", "")
    if rule.kind is Kind.ORDINAL:
        return Cells(f"{band.floor} or above" if band.floor else "hold or rise", "", "")
    if rule.direction is Direction.INSIDE:
        return Cells(_range(band, rule, "target"), _range(band, rule, "limit"), "")
    return Cells(*(_shown(band, rule, name) for name in ("target", "limit", "stretch")))


def way_words(band: Band, rule: Rule) -> str:
    """Where the way to the target begins and ends: "93.0% to 95.0% by Summer 2028/29"; blank without one."""
    baseline = _shown(band, rule, "baseline")
    if band.target_by is None:
        return f"from {baseline}" if baseline else ""
    return f"from {baseline} to {_shown(band, rule, 'target')} by {band.target_by.name}"


def steps_shown(band: Band, rule: Rule, now: TermRef) -> tuple[StepShown, ...]:
    """What is expected term by term, on the way to the target."""
    steps = steps_of(band, rule.places)
    return tuple(StepShown(term, show_value(value, rule), term == now) for term, value in steps)


def _line(
    band: Band, definition: Definition, now: Term, later: Term | None, *, counts_views: bool
) -> TargetLine:
    rule = rule_of(definition, band, band.kpi.kind)
    expected = expected_at(band, now.ref, rule.places) if band.target_by else None
    return TargetLine(
        band=band,
        whom=whom_of(band),
        words=target_words(rule),
        until=later,
        is_in_force=band.from_term.ref <= now.ref and (later is None or later.ref > now.ref),
        trail=tuple(_trail(band, counts_views=counts_views)),
        steps=steps_shown(band, rule, now.ref),
        expected=show_value(expected, rule) if expected is not None else "",
    )


def _trail(band: Band, *, counts_views: bool) -> Iterator[Happening]:
    if band.proposal is None:
        on = band.agreed_on or band.from_term.starts
        yield Happening("Agreed by the board", on, band.minute)
        return
    for happening in trail_of(band.proposal):
        if counts_views and happening.what.startswith("Heads"):
            yield happening._replace(words=f"{happening.words}; {_views_words(band)}")
        else:
            yield happening


def _views_words(band: Band) -> str:
    spoken, concerned = vars(band)["spoken"], vars(band)["concerned"]
    views = "1 view was given" if spoken == 1 else f"{spoken} views were given"
    return f"{views}, {concerned} with a concern" if concerned else views


def _shown(band: Band, rule: Rule, name: str) -> str:
    value = getattr(band, name)
    return "" if value is None else show_value(value, rule)


def _range(band: Band, rule: Rule, name: str) -> str:
    ends = [_shown(band, rule, name), _shown(band, rule, f"upper_{name}")]
    return " to ".join(filter(None, ends))


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
