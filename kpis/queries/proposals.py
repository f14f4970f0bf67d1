"""Sets of targets on their way to the board: who reads which, and what of each a person sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from kpis.models import Band, BandState, Consulted, Definition, Proposal, Scope
from kpis.models.band import rule_of
from kpis.queries.bands import Bands, bands_in_force, closest, definitions_in_force
from kpis.queries.targets import Cells, StepShown, cells_of, steps_shown, way_words, whom_of
from kpis.queries.whatif import Effect, WhatIf, what_if
from kpis.rag import Rule
from kpis.words import DASH, target_words
from schools import access
from schools.access import Permission, Subject, allows
from schools.models import School
from trust import clock
from trust.models import Term

Side = Consulted.Side


class Readership(NamedTuple):
    """How a person reads proposed targets: the whole of them, or what concerns these schools."""

    keeps: bool
    is_whole: bool
    schools: QuerySet[School]


class Change(NamedTuple):
    """A number as proposed and, where it is another one, as it holds now."""

    shown: str
    was: str


class Row(NamedTuple):
    """One proposed band: for whom, its numbers, the way to its target, and what it would do."""

    band: Band
    whom: str
    target: Change
    limit: Change
    stretch: Change
    words: str
    way: str
    steps: tuple[StepShown, ...]
    effect: Effect

    @property
    def differs(self) -> bool:
        return any(cell.was for cell in (self.target, self.limit, self.stretch))


class KpiRows(NamedTuple):
    """The proposed bands of one KPI, under its wording in the term from which they are to hold."""

    definition: Definition
    rows: tuple[Row, ...]

    @property
    def differs(self) -> bool:
        return any(row.differs for row in self.rows)


class AreaRows(NamedTuple):
    """An area of oversight with its KPIs in the set."""

    slug: str
    name: str
    kpis: tuple[KpiRows, ...]


class Said(NamedTuple):
    """A view and whether it was given before the set was last sent out."""

    view: Consulted
    is_stale: bool


class SchoolViews(NamedTuple):
    """What was said at one school; `speaks` are the sides for which the reader may speak."""

    school: School
    head: Said | None
    governors: Said | None
    speaks: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A set of targets as one person sees it."""

    proposal: Proposal
    readership: Readership
    areas: tuple[AreaRows, ...]
    effects: WhatIf
    views: tuple[SchoolViews, ...]
    without: tuple[Definition, ...]

    @property
    def bands(self) -> list[Row]:
        return [row for area in self.areas for kpi in area.kpis for row in kpi.rows]

    @property
    def changed(self) -> int:
        """How many bands differ from what holds now."""
        return sum(row.differs for row in self.bands)

    @property
    def changing(self) -> list[AreaRows]:
        """The KPIs of which a band differs from what holds now."""
        return self._where(differs=True)

    @property
    def staying(self) -> list[AreaRows]:
        """The KPIs of which every band stays as it is."""
        return self._where(differs=False)

    def _where(self, *, differs: bool) -> list[AreaRows]:
        parts = [
            area._replace(kpis=tuple(kpi for kpi in area.kpis if kpi.differs is differs))
            for area in self.areas
        ]
        return [area for area in parts if area.kpis]

    @property
    def turning(self) -> list[tuple[Definition, Row]]:
        """The bands that would change a colour, each with its KPI."""
        kpis = (kpi for area in self.areas for kpi in area.kpis)
        return [(kpi.definition, row) for kpi in kpis for row in kpi.rows if row.effect.moves]

    @property
    def given(self) -> list[Consulted]:
        """The views that speak of the set as it stands, and not as it was before it was taken back."""
        said = [one for line in self.views for one in (line.head, line.governors) if one]
        return [one.view for one in said if not one.is_stale]

    @property
    def asked(self) -> int:
        return len(Side) * len(self.views)

    @property
    def concerns(self) -> int:
        return sum(view.view == Consulted.View.CONCERNED for view in self.given)


def may_read_targets(user: access.Person) -> bool:
    """Whether the person has a part in proposed targets: keeps them, decides on them, or is held to them."""
    parts = (Permission.KEEP_KPIS, Permission.READ_UPDATE, Permission.SPEAK_TO_TARGETS)
    return any(allows(user, part) for part in parts)


def readership_of(user: access.Person) -> Readership:
    """How the person reads proposed targets; PermissionDenied for those who have no part in them."""
    keeps, is_whole = allows(user, Permission.KEEP_KPIS), allows(user, Permission.READ_UPDATE)
    if not may_read_targets(user):
        raise PermissionDenied("Your role does not let you read proposed targets.")
    permission = Permission.SEE_SCHOOL if keeps or is_whole else Permission.SPEAK_TO_TARGETS
    return Readership(keeps, keeps or is_whole, access.schools_for(user, permission))


def proposals_for(readership: Readership) -> QuerySet[Proposal]:
    """The sets that the reader finds: those who keep the book all, others what was sent out or agreed."""
    sets = Proposal.objects.select_related("from_term", "proposed_by").order_by("-proposed_at")
    if readership.keeps:
        return sets
    sent = Q(state__in=(BandState.CONSULTED, BandState.AGREED))
    return sets.filter(sent | Q(state=BandState.WITHDRAWN, consulted_at__isnull=False))


def counted(sets: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With how many bands each has and, for those who read it whole, how many views and concerns."""
    concerned = Q(views__view=Consulted.View.CONCERNED)
    return sets.annotate(
        size=Count("bands", distinct=True),
        spoken=Count("views", distinct=True),
        concerned=Count("views", filter=concerned, distinct=True),
    )


def proposal_or_404(user: access.Person, pk: int) -> Proposal:
    """One set, in the person's sight; 404 for any other, and for those who have no part in targets at all."""
    try:
        readership = readership_of(user)
    except PermissionDenied:
        raise Http404 from None
    found = proposals_for(readership).select_related("agreed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sides_of(user: access.Person, school: School) -> tuple[str, ...]:
    """For which sides of that school the person speaks: who signs its return, who comments on it."""
    subject = Subject("targets", school=school.pk)
    if not allows(user, Permission.SPEAK_TO_TARGETS, subject):
        return ()
    signs = allows(user, Permission.SUBMIT_RETURN, subject)
    comments = allows(user, Permission.COMMENT_RETURN, subject)
    return tuple(side.value for side, speaks in ((Side.HEAD, signs), (Side.GOVERNORS, comments)) if speaks)


def concerned_schools(proposal: Proposal) -> list[School]:
    """The schools of the trust that a band of the set would hold for, by name; two queries."""
    bands = proposal.bands.filter(kpi__scope=Scope.SCHOOL).values_list("school", "phase")
    return [school for school in _members(proposal) if _is_among(school, bands)]


def sheet_of(proposal: Proposal, user: access.Person) -> Sheet:
    """The set as that person sees it, in a number of queries that grows with nothing."""
    readership = readership_of(user)
    members = list(_members(proposal, readership.schools))
    definitions = definitions_in_force(proposal.from_term)
    bands = [band for band in _bands(proposal) if band.kpi_id in definitions]
    in_force = bands_in_force(proposal.from_term)
    if not readership.is_whole:
        bands = _theirs(bands, in_force, definitions, members)
    effects = what_if(
        bands,
        in_force,
        user=user,
        schools=readership.schools,
        with_trust=readership.is_whole,
        terms=Term.objects.filter(starts__lte=clock.today()).order_by("year", "number"),
    )
    rows = {band.pk: _row(band, definitions[band.kpi_id], in_force, effects) for band in bands}
    keys = [(band.school_id, band.phase) for band in bands if band.kpi.scope == Scope.SCHOOL]
    concerned = [school for school in members if _is_among(school, keys)]
    has_band = {band.kpi_id for band in bands}
    return Sheet(
        proposal,
        readership,
        tuple(_areas(bands, definitions, rows)),
        effects,
        tuple(_views(proposal, concerned, user)),
        tuple(found for key, found in definitions.items() if key not in has_band),
    )


def is_fresh(view: Consulted, proposal: Proposal) -> bool:
    """Whether it was said of the set as it was last sent out."""
    return proposal.consulted_at is None or view.at >= proposal.consulted_at


def _members(proposal: Proposal, schools: QuerySet[School] | None = None) -> QuerySet[School]:
    """The schools that will belong to the trust in the term, by name."""
    sought = School.objects.all() if schools is None else schools
    stays = Q(left__isnull=True) | Q(left__gt=proposal.from_term.starts)
    return sought.filter(stays, joined__lt=proposal.from_term.ends).order_by("name")


def _is_among(school: School, keys: Iterable[tuple[int | None, str]]) -> bool:
    fitting = {(school.pk, ""), (None, school.phase), (None, "")}
    return any(key in fitting for key in keys)


def _theirs(
    bands: list[Band], in_force: Bands, definitions: dict[int, Definition], schools: list[School]
) -> list[Band]:
    """The bands that would hold for one of these schools: no neighbour's, none that a closer fit beats."""
    together: Bands = {**in_force, **{(band.kpi_id, band.school_id, band.phase): band for band in bands}}
    keys = {band.kpi_id for band in bands if band.kpi.scope == Scope.SCHOOL}
    held = {
        band.pk
        for key in keys
        for school in schools
        if (not definitions[key].phases or school.phase in definitions[key].phases)
        and (band := closest(together, key, school))
    }
    return [band for band in bands if band.pk in held]


def _bands(proposal: Proposal) -> QuerySet[Band]:
    bands = proposal.bands.select_related("kpi", "school", "from_term", "target_by")
    return bands.order_by("school__name", "phase")


def _row(band: Band, definition: Definition, in_force: Bands, effects: WhatIf) -> Row:
    rule = rule_of(definition, band, band.kpi.kind)
    cells, now = cells_of(band, rule), _cells_now(band, rule, in_force)
    return Row(
        band,
        "The trust" if band.kpi.scope == Scope.TRUST else whom_of(band),
        target=_change(cells.target, now.target),
        limit=_change(cells.limit, now.limit),
        stretch=_change(cells.stretch, now.stretch),
        words=target_words(rule),
        way=way_words(band, rule),
        steps=steps_shown(band, rule, band.from_term.ref),
        effect=effects.effects[band.pk],
    )


def _change(shown: str, held: str) -> Change:
    return Change(shown or DASH, "" if shown == held else held or DASH)


def _cells_now(band: Band, rule: Rule, in_force: Bands) -> Cells:
    """What holds otherwise for the same schools: their own band, else everyone's."""
    keys = [(band.kpi_id, band.school_id, band.phase), (band.kpi_id, None, "")]
    if band.school is not None:
        keys.insert(1, (band.kpi_id, None, band.school.phase))
    held = next((in_force[key] for key in keys if key in in_force), None)
    return cells_of(held, rule) if held else Cells("", "", "")


def _areas(bands: list[Band], definitions: dict[int, Definition], rows: dict[int, Row]) -> Iterator[AreaRows]:
    """In the order in which areas and KPIs are printed."""
    by_kpi: dict[int, list[Row]] = {}
    for band in bands:
        by_kpi.setdefault(band.kpi_id, []).append(rows[band.pk])
    areas: dict[str, tuple[str, list[KpiRows]]] = {}
    for key, definition in definitions.items():
        if key in by_kpi:
            area = definition.kpi.area
            areas.setdefault(area.slug, (area.name, []))[1].append(KpiRows(definition, tuple(by_kpi[key])))
    for slug, (name, kpis) in areas.items():
        yield AreaRows(slug, name, tuple(kpis))


def _views(proposal: Proposal, schools: list[School], user: access.Person) -> Iterator[SchoolViews]:
    said = {
        (view.school_id, view.side): Said(view, is_stale=not is_fresh(view, proposal))
        for view in proposal.views.select_related("by")
    }
    for school in schools:
        head, governors = (said.get((school.pk, side.value)) for side in (Side.HEAD, Side.GOVERNORS))
        yield SchoolViews(school, head, governors, sides_of(user, school))
