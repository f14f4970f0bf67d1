"""What keepers of the KPI book see: the library, what is coming and what is retired, versions, and checks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from kpis.defining import parts_of
from kpis.library.starter import AREAS, STARTERS, Starter
from kpis.models import Band, BandState, CrossCheck, Definition, Kpi, Return
from kpis.models.definition import KINDS
from kpis.rag import Direction, Kind, Rule
from kpis.wordings import Change, changes_between, phases_words, terms_words, values_of
from kpis.words import direction_words, unit_words
from schools.models import Audience, Release
from trust import clock
from trust.models import Area, Term
from trust.queries import current_term

# How far ahead a definition may begin: three years.
AHEAD = 9
# Where one of these changes, a target that was agreed before says something else than the board meant.
MEANT_OTHERWISE = frozenset({"unit", "direction", "scale", "is_cumulative"})
PART_WORDS = {"numerator": "First count", "denominator": "Second count", "value": "The figure"}


class Offered(NamedTuple):
    """One KPI of the starter library in words, and whether the book has its code already."""

    starter: Starter
    kind: str
    unit: str
    direction: str
    asked: str
    is_taken: bool


class Shelf(NamedTuple):
    """One area of the starter library; `is_new` where the trust has no such area yet."""

    slug: str
    name: str
    is_new: bool
    offered: tuple[Offered, ...]

    @property
    def left(self) -> int:
        return sum(not one.is_taken for one in self.offered)


class Coming(NamedTuple):
    """A definition that holds only from a later term on: a new KPI's, or the next of one in the book."""

    definition: Definition
    is_new: bool


class Retired(NamedTuple):
    """A KPI that is out of the book from a term on, with its last wording and the last term that asked it."""

    kpi: Kpi
    title: str
    last_term: str


class VersionLine(NamedTuple):
    """One version of a definition, and in what it differs from the one before."""

    definition: Definition
    changes: tuple[Change, ...]
    is_pause: bool


class CheckLine(NamedTuple):
    """Two numbers that must agree, each with its KPI, in words."""

    check: CrossCheck
    mine: str
    other: str


class Numbers(NamedTuple):
    """The numbers of one KPI's answers that can be held against others: part and what it is called."""

    kpi: Kpi
    title: str
    parts: tuple[tuple[str, str], ...]


def shelves() -> list[Shelf]:
    """The starter library by area; two queries."""
    taken = set(Kpi.objects.values_list("code", flat=True))
    known = dict(Area.objects.values_list("slug", "name"))
    by_area = {slug: tuple(group) for slug, group in groupby(STARTERS, key=lambda starter: starter.area)}
    return [
        Shelf(
            slug,
            known.get(slug, name),
            slug not in known,
            tuple(_offered(starter, taken) for starter in by_area[slug]),
        )
        for slug, (name, _) in AREAS.items()
    ]


def unissued_terms() -> list[Term]:
    """The terms that a definition may begin in: those after the last that the board has been given."""
    given = Release.objects.filter(audience=Audience.BOARD).order_by("-term__year", "-term__number")
    last = given.select_related("term").first()
    now = current_term(clock.today())
    horizon = now.ref.shift(AHEAD) if now else None
    terms = Term.objects.order_by("year", "number")
    after = [term for term in terms if last is None or term.ref > last.term.ref]
    return [term for term in after if horizon is None or term.ref <= horizon]


def next_unopened(terms: Iterable[Term]) -> Term | None:
    """The first of the terms after those whose returns have been opened; the last where all have."""
    known = list(terms)
    opened = Return.objects.select_related("term").order_by("-term__year", "-term__number").first()
    now = current_term(clock.today())
    floor = max((one.ref for one in (opened.term if opened else None, now) if one), default=None)
    if opened is None and now is not None:
        floor = now.ref.previous
    later = (term for term in known if floor is None or term.ref > floor)
    return next(later, known[-1] if known else None)


def coming(term: Term) -> list[Coming]:
    """The definitions that hold only from a term after this one on, the soonest first; one query."""
    later = Q(from_term__year__gt=term.year) | Q(from_term__year=term.year, from_term__number__gt=term.number)
    rows = Definition.objects.filter(later, kpi__retired_from=None).select_related("kpi__area", "from_term")
    ordered = rows.order_by("from_term__year", "from_term__number", "kpi__code", "version")
    # Of two versions from the same term the later one holds.
    latest = {(one.kpi_id, one.from_term_id): one for one in ordered if one.reported_in}
    return [Coming(one, one.version == 1) for one in latest.values()]


def retired() -> list[Retired]:
    """The KPIs that have been retired, by area; two queries."""
    kpis = Kpi.objects.exclude(retired_from=None).select_related("retired_from", "area")
    found = []
    for kpi in kpis.prefetch_related("definitions"):
        title = max(kpi.definitions.all(), key=lambda one: one.version).title
        assert kpi.retired_from is not None
        found.append(Retired(kpi, title, kpi.retired_from.ref.previous.slug))
    return found


def versions_of(kpi: Kpi, definitions: Iterable[Definition]) -> list[VersionLine]:
    """The versions, newest first as they are given, each with what it changed; costs no query."""
    newest_first = list(definitions)
    lines = []
    for index, version in enumerate(newest_first):
        before = newest_first[index + 1] if index + 1 < len(newest_first) else None
        changes = changes_between(kpi.kind, values_of(before), values_of(version)) if before else []
        lines.append(VersionLine(version, tuple(changes), not version.reported_in))
    return lines


def unsettles_targets(kpi: Kpi, changes: Iterable[Change]) -> bool:
    """Whether what changes gives targets another meaning that the board has agreed; at most one query."""
    if not MEANT_OTHERWISE & {change.field for change in changes}:
        return False
    return Band.objects.filter(kpi=kpi, state=BandState.AGREED).exists()


def areas_kept() -> QuerySet[Area]:
    """The areas in their order, each with `asked`, the number of its KPIs that are not retired; one query."""
    counted = Area.objects.annotate(asked=Count("kpis", filter=Q(kpis__retired_from=None)))
    return counted.order_by("position", "name")


def numbers_to_hold(scope: str) -> list[Numbers]:
    """The numbers of every KPI of that scope, which one return holds and checks compare; one query."""
    versions = Definition.objects.filter(kpi__scope=scope, kpi__retired_from=None).select_related("kpi")
    latest = {
        one.kpi_id: one
        for one in versions.order_by("kpi__area__position", "kpi__position", "kpi__code", "version")
    }
    found = [Numbers(one.kpi, one.title, _parts(one)) for one in latest.values()]
    return [one for one in found if one.parts]


def checks_of(kpi: Kpi, numbers: Iterable[Numbers]) -> list[CheckLine]:
    """The checks that the KPI is part of, on either side; one query."""
    named = {one.kpi.pk: one for one in numbers}
    rows = CrossCheck.objects.filter(Q(kpi=kpi) | Q(other=kpi)).select_related("kpi", "other")
    return [
        CheckLine(row, _number(named, row.kpi, row.part), _number(named, row.other, row.other_part))
        for row in rows
    ]


def _offered(starter: Starter, taken: set[str]) -> Offered:
    more = starter.more
    rule = Rule(starter.kind, Direction(more.get("direction", Direction.UP)), more.get("unit", ""))
    phases = [] if starter.scope == "trust" else more.get("phases", [])
    whom = "the trust itself" if starter.scope == "trust" else phases_words(phases)
    return Offered(
        starter,
        str(dict(KINDS)[Kind(starter.kind)]),
        unit_words(rule.unit),
        direction_words(rule),
        f"Asked {_in(more.get('reported_in', [1, 2, 3]))} of {whom}.",
        starter.code in taken,
    )


def _in(numbers: list[int]) -> str:
    words = terms_words(numbers)
    return words if words == "every term" else f"in {words}"


def _parts(definition: Definition) -> tuple[tuple[str, str], ...]:
    names = {"numerator": definition.numerator_label, "denominator": definition.denominator_label}
    parts = parts_of(definition.kpi.kind, definition.denominator_label)
    return tuple((part, names.get(part) or PART_WORDS[part]) for part in parts)


def _number(named: dict[int, Numbers], kpi: Kpi, part: str) -> str:
    known = named.get(kpi.pk)
    return dict(known.parts).get(part, PART_WORDS[part]) if known else PART_WORDS[part]
