"""What the returns of a term ask, and what their answers are rated against: read once for many returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, Subquery

from kpis.answers import Asked
from kpis.models import Definition, Entry, Figure, Return, Scope
from kpis.models.band import rule_of
from kpis.queries.bands import (
    Bands,
    Nationals,
    bands_in_force,
    closest,
    definitions_in_force,
    national_for,
    nationals_known,
)
from kpis.queries.guarded import hide_small
from kpis.queries.visible import Reader, versions_seen
from kpis.rag.groups import EVERYTHING, GroupPolicy, Guard
from trust.models import Term
from trust.terms import TERMS_IN_A_YEAR, TermRef

# (KPI, school or None) → reporting term → the latest version.
Figures = dict[tuple[int, int | None], dict[TermRef, Figure]]


@dataclass(frozen=True)
class Grounds:
    """What the returns of a term ask and are rated against, read once for however many returns."""

    term: Term
    definitions: dict[int, Definition]
    bands: Bands
    nationals: Nationals
    figures: Figures
    policy: GroupPolicy = EVERYTHING


def grounds_of(
    term: Term, schools: Iterable[int | None], reader: Reader | None = None, **noted: Subquery
) -> Grounds:
    """Read what the returns of those schools (None: the trust's own) are rated against; four queries.

    Without a `reader` the latest version of every figure counts, otherwise the latest that the reader sees.
    `noted` is what the definitions are asked for besides.
    """
    schools, definitions = set(schools), definitions_in_force(term, **noted)
    policy = reader.groups if reader else EVERYTHING
    guarded = _guarded(definitions.values(), schools, policy)
    return Grounds(
        term=term,
        definitions=definitions,
        bands=bands_in_force(term),
        nationals=nationals_known(term),
        figures=_figures_of_a_year(term, schools, versions_seen(reader) if reader else Q(), guarded),
        policy=policy,
    )


def asked_of(returned: Return, grounds: Grounds, entries: Mapping[int, Entry] | None = None) -> list[Asked]:
    """The KPIs that the return asks, in the order of areas; costs no query."""
    scope = Scope.SCHOOL if returned.school else Scope.TRUST
    phase = returned.school.phase if returned.school else ""
    number = grounds.term.number
    return [
        _asked(definition, returned, grounds, (entries or {}).get(kpi))
        for kpi, definition in grounds.definitions.items()
        if definition.kpi.scope == scope and definition.is_asked(number, phase)
    ]


def _asked(definition: Definition, returned: Return, grounds: Grounds, entry: Entry | None) -> Asked:
    kpi, school, term = definition.kpi, returned.school, grounds.term.ref
    band = closest(grounds.bands, kpi.pk, school)
    figures = grounds.figures.get((kpi.pk, returned.school_id), {})
    return Asked(
        kpi=kpi,
        definition=definition,
        band=band,
        rule=rule_of(definition, band, kpi.kind, _guard(definition, returned.school_id, grounds.policy)),
        national=national_for(grounds.nationals, definition, school, term),
        last=figures.get(_last_asked(definition, term)),
        year_ago=figures.get(term.year_ago),
        standing=figures.get(term),
        entry=entry,
        documents=vars(definition).get("documents") or 0,
    )


def _guard(definition: Definition, school: int | None, policy: GroupPolicy) -> Guard:
    return policy.guard(definition, definition.kpi.kind, policy.treatment_of(school))


def _guarded(
    definitions: Iterable[Definition], schools: Iterable[int | None], policy: GroupPolicy
) -> dict[int, int]:
    """KPI → below what size groups of those schools are hidden from the reader."""
    limits = {
        each.kpi_id: [_guard(each, school, policy).hide_below or 0 for school in schools]
        for each in definitions
        if each.small_groups
    }
    return {kpi: max(known) for kpi, known in limits.items() if any(known)}


def _last_asked(definition: Definition, term: TermRef) -> TermRef:
    """The last term of the twelve months before in which it was asked; the one before where none was."""
    steps = (term.shift(-step) for step in range(1, TERMS_IN_A_YEAR + 1))
    return next((ref for ref in steps if ref.number in definition.reported_in), term.previous)


def _figures_of_a_year(term: Term, schools: set[int | None], seen: Q, guarded: Mapping[int, int]) -> Figures:
    """The latest versions of this term's figures and of those of the three terms before, small groups hidden.

    Of the KPIs in `guarded` every school is read, since what must be hidden depends on them all.
    """
    before = term.ref.year_ago
    since = Q(term__year=before.year, term__number__gte=before.number) | Q(term__year__gt=before.year)
    until = Q(term__year=term.year, term__number__lte=term.number) | Q(term__year__lt=term.year)
    of_schools = Q(school__in=schools - {None})
    if None in schools:
        of_schools |= Q(school__isnull=True)
    if guarded:
        of_schools |= Q(kpi__in=guarded, school__isnull=False)
    rows = Figure.objects.filter(since & until & of_schools & seen)
    rows = rows.select_related("term", "entered_by", *(["school"] if guarded else []))
    found: Figures = defaultdict(dict)
    for figure in rows.order_by("version"):
        found[figure.kpi_id, figure.school_id][figure.term.ref] = figure
    hide_small(found, guarded)
    return dict(found)
