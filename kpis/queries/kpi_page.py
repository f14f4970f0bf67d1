"""The KPI book: every KPI by area in words, and one KPI across the schools of a term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.safestring import SafeString

from kpis.drawings import reach_of, sparkline_of, spread_of
from kpis.models import Band, BandState, Comparator, Definition, Kpi
from kpis.models.band import rule_of
from kpis.models.definition import KINDS
from kpis.queries.bands import Bands, closest, definitions_in_force
from kpis.queries.board_rows import BoardRows, Owner, read_rows
from kpis.queries.exact import Numbers
from kpis.queries.facts import Fact, Point, fact_of, figure_of, points_of
from kpis.queries.rated import FORECAST, Rated, figure_row
from kpis.queries.visible import Reader, reader_for, release_reader, sees_trust
from kpis.queries.yardsticks import Ask, Standard
from kpis.rag import Kind, Mark, Rag, Reading, rate, trust_value, value_of
from kpis.rag.groups import Counts, worth
from kpis.rag.rules import COUNTED
from kpis.wordings import listed
from kpis.words import DASH, direction_words, show_target, show_value, target_words, unit_words
from schools import access
from schools.models import Phase, School
from schools.queries import PHASES
from trust import clock
from trust.dates import short_date
from trust.models import Term
from trust.numbers import show_exact
from trust.terms import SEASONS, TERMS_IN_A_YEAR, TermRef

SHOWN_TERMS = 7


class BookLine(NamedTuple):
    """One KPI of the book, in words."""

    definition: Definition
    kind: str
    direction: str
    target: str
    unit: str
    asked: str


class BandLine(NamedTuple):
    """One agreed band: for whom, since when, what, and where it was agreed."""

    band: Band
    whom: str
    words: str


class ComparatorLine(NamedTuple):
    """A national figure, and the year or term it is of."""

    comparator: Comparator
    period: str


class KpiRow(NamedTuple):
    """One school's figure of the KPI, with its last terms as a small line."""

    fact: Fact
    chart: SafeString


class KpiGroup(NamedTuple):
    """The schools of a phase by name, with what is hoped for, the national figure with its source, and how
    they lie on one scale."""

    name: str
    lines: tuple[KpiRow, ...]
    target: str
    national: str
    source: str
    spread: SafeString


class TrustFigure(NamedTuple):
    """The trust's figure from sums, or in words why there is none."""

    shown: str
    rag: Rag | None
    words: str
    small: str = ""
    top: Decimal | None = None
    bottom: Decimal | None = None


NO_COUNTS = (
    "No trust figure: it is added up from counts, which not every school gives here, and schools are never "
    "averaged."
)
NOBODY = "No trust figure: nobody is counted at any school."
HIDDEN = TrustFigure(
    "",
    Rag.of(Mark.SMALL_GROUP, "it would give a small group away"),
    "Not shown: it, less the schools that are shown, would give a small group away.",
)


@dataclass(frozen=True)
class KpiSheet:
    """One KPI in a term: its definition, every school in sight by name, the trust and the nation."""

    kpi: Kpi
    ask: Ask
    groups: tuple[KpiGroup, ...]
    trust: TrustFigure | None
    rows: BoardRows
    reach: tuple[Decimal, ...] = ()

    @property
    def scale(self) -> str:
        """The scale that the small lines share: "90.2% to 96.4%"; nothing where none is drawn."""
        if not self.reach or not any(line.chart for line in self.lines):
            return ""
        rule = self.lines[0].fact.standard.rule
        return " to ".join(show_value(end, rule) for end in self.reach)

    @property
    def is_spread(self) -> bool:
        """Whether enough schools have a number for a picture of how they lie."""
        return any(group.spread for group in self.groups)

    @property
    def lines(self) -> list[KpiRow]:
        return [line for group in self.groups for line in group.lines]


def book(term: Term) -> list[tuple[str, list[BookLine]]]:
    """Every KPI in force in the term, by area; three queries."""
    agreed = Band.objects.filter(_begun(term), state=BandState.AGREED, school__isnull=True)
    bands: Bands = {
        (band.kpi_id, None, band.phase): band
        for band in agreed.order_by("from_term__year", "from_term__number")
    }
    areas: dict[str, list[BookLine]] = {}
    for definition in definitions_in_force(term).values():
        band = closest(bands, definition.kpi_id, None) or next(
            (found for (kpi, _, _), found in bands.items() if kpi == definition.kpi_id), None
        )
        areas.setdefault(definition.kpi.area.name, []).append(_line(definition, band))
    return list(areas.items())


def kpi_or_404(code: str) -> Kpi:
    kpi = Kpi.objects.select_related("area").filter(code=code).first()
    if kpi is None:
        raise Http404
    return kpi


def kpi_sheet(kpi: Kpi, term: Term, user: access.Person, terms: Iterable[Term] | None = None) -> KpiSheet:
    """One KPI across the schools in the person's sight; 404 where it is not in force in the term."""
    return _sheet(kpi, term, reader_for(user), access.schools_for(user), terms, with_trust=sees_trust(user))


def release_sheet(kpi: Kpi, term: Term, terms: Iterable[Term] | None = None) -> KpiSheet:
    """The same for people outside the board: what has been issued, with small groups taken out."""
    return _sheet(kpi, term, release_reader(), School.objects.all(), terms, with_trust=True)


def _sheet(
    kpi: Kpi,
    term: Term,
    reader: Reader,
    schools: QuerySet[School],
    terms: Iterable[Term] | None,
    *,
    with_trust: bool,
) -> KpiSheet:
    today, depth = clock.today(), SHOWN_TERMS
    rows = read_rows(
        term, reader=reader, schools=schools, today=today, with_trust=with_trust, terms=terms, depth=depth,
        kpi=kpi.pk, more=FORECAST,
    )  # fmt: skip
    ask = rows.yardsticks.asked(term.ref).get(kpi.pk)
    if ask is None:
        raise Http404
    owners = [owner for owner in rows.owners if ask.is_asked_of(owner.phase)]
    points = {owner.pk: points_of(rows, owner, ask, SHOWN_TERMS) for owner in owners}
    reach = reach_of(points.values())
    groups = tuple(_groups(rows, owners, ask, points, reach))
    trust = trust_figure(rows, owners, ask) if with_trust and len(owners) > 1 else None
    return KpiSheet(kpi, ask, groups, trust, rows, reach)


def definitions_of(kpi: Kpi) -> list[Definition]:
    """Its wordings, the newest first."""
    return list(kpi.definitions.select_related("from_term").order_by("-version"))


def bands_of(kpi: Kpi, definition: Definition) -> list[BandLine]:
    """What the board has agreed, the newest first, with when and in which minute; in that wording's unit."""
    agreed = Band.objects.filter(kpi=kpi, state=BandState.AGREED).select_related("from_term", "school")
    newest = agreed.order_by("-from_term__year", "-from_term__number", "phase", "school__name")
    return [BandLine(band, _whom(band), target_words(rule_of(definition, band, kpi.kind))) for band in newest]


def comparators_of(kpi: Kpi) -> list[ComparatorLine]:
    """The national figures that have been read, the newest first."""
    known = Comparator.objects.filter(kpi=kpi).order_by("-year", "-term_number", "phase", "-vintage")
    return [ComparatorLine(comparator, _period(comparator)) for comparator in known]


def _period(comparator: Comparator) -> str:
    ref = TermRef(comparator.year, comparator.term_number or 1)
    return ref.name if comparator.term_number else ref.academic_year


def _begun(term: Term) -> Q:
    same = Q(from_term__year=term.year, from_term__number__lte=term.number)
    return Q(from_term__year__lt=term.year) | same


def _line(definition: Definition, band: Band | None) -> BookLine:
    kind = definition.kpi.kind
    rule = rule_of(definition, band, kind)
    return BookLine(
        definition,
        str(dict(KINDS)[Kind(kind)]),
        direction_words(rule),
        target_words(rule),
        unit_words(rule.unit),
        _asked_words(definition),
    )


def _asked_words(definition: Definition) -> str:
    names = [SEASONS[number] for number in definition.reported_in]
    when = "every term" if len(names) == TERMS_IN_A_YEAR else f"in {listed(names)}"
    phases = listed([Phase(phase).label.lower() for phase in definition.phases])
    return f"Asked {when}, of {phases} schools." if phases else f"Asked {when}."


def _whom(band: Band) -> str:
    if band.school is not None:
        return band.school.name
    return f"{Phase(band.phase).label} schools" if band.phase else "Every school"


def _groups(
    rows: BoardRows,
    owners: Sequence[Owner],
    ask: Ask,
    points: Mapping[int | None, Sequence[Point]],
    reach: tuple[Decimal, ...],
) -> Iterator[KpiGroup]:
    """The schools of each phase by name: a list, never a ranking; their small lines share one scale."""
    present = {owner.phase for owner in owners}
    for phase in (phase for phase in (*PHASES, None) if phase in present):
        name = str(Phase(phase).label) if phase else "The trust"
        of_phase = [owner for owner in owners if owner.phase == phase]
        lines = tuple(_row(rows, owner, ask, points[owner.pk], reach) for owner in of_phase)
        standard = rows.yardsticks.standards(rows.term.ref, rows.term.ends, phase)[ask.kpi_id]
        spread = spread_of(f"{name} schools", standard, _now(rows.term, points, of_phase))
        told = show_target(standard.rule), _national(standard), _source(standard)
        yield KpiGroup(name, lines, *told, spread)


def _now(term: Term, points: Mapping[int | None, Sequence[Point]], owners: Iterable[Owner]) -> list[Point]:
    """This term's own points, of those that have one."""
    return [point for owner in owners for point in points[owner.pk][-1:] if point.term == term]


def _national(standard: Standard) -> str:
    return DASH if standard.compared is None else show_value(standard.compared, standard.rule)


def _source(standard: Standard) -> str:
    known = standard.national
    return f"{known.period}: {known.release}, {short_date(known.vintage)}" if known else ""


def _row(
    rows: BoardRows, owner: Owner, ask: Ask, points: Sequence[Point], reach: tuple[Decimal, ...]
) -> KpiRow:
    fact = fact_of(rows, owner, ask)
    return KpiRow(fact, sparkline_of(fact.standard, points, reach))


def trust_figure(rows: BoardRows, owners: Sequence[Owner], ask: Ask) -> TrustFigure:
    """Sums over the schools that were members on the term's last day, never an average of schools."""
    standard = standard_of_all(rows, owners, ask)
    if standard.rule.kind not in COUNTED:
        return TrustFigure("", None, "This kind of figure is not added up over schools.")
    members = [owner for owner in owners if owner.is_member_at_end]
    found = [figure_of(rows, owner, rows.term.ref, ask) for owner in members]
    missing = sum(rated is None for rated in found)
    if missing:
        words = f"No trust figure: {missing} of {len(members)} schools have no figure here yet."
        return TrustFigure("", None, words)
    total = rows.totals.get((rows.term.pk, ask.kpi_id))
    pairs = total.parts if total else [_counts(rated) for rated in found if rated is not None]
    if trust_value(pairs, standard.rule) is None:
        return TrustFigure("", None, NO_COUNTS if any(None in pair for pair in pairs) else NOBODY)
    if total and total.is_hidden:
        return HIDDEN
    return _from_sums(pairs, standard)


def _from_sums(pairs: Sequence[Counts], standard: Standard) -> TrustFigure:
    top, bottom = _sum(pair[0] for pair in pairs), _sum(pair[1] for pair in pairs)
    schools = "1 school" if len(pairs) == 1 else f"{len(pairs)} schools"
    words = f"{show_exact(top)} of {show_exact(bottom)}, added over {schools}."
    known = standard.national.value if standard.national else None
    reading = Reading(numerator=top, denominator=bottom, national=known)
    rag = None if standard.rule.kind is Kind.SURVEY else rate(reading, standard.rule)
    value = value_of(reading, standard.rule)
    shown = DASH if value is None else show_value(value, standard.rule)
    return TrustFigure(shown, rag, words, worth(reading, standard.rule), top, bottom)


def standard_of_all(rows: BoardRows, owners: Sequence[Owner], ask: Ask) -> Standard:
    """What holds for every school or, where the KPI is not for every phase, for the first that it is for."""
    of_all = rows.yardsticks.standards(rows.term.ref, rows.term.ends, "")
    return of_all.get(ask.kpi_id) or rows.standards(owners[0])[ask.kpi_id]


def _counts(rated: Rated) -> Counts:
    row, numbers = figure_row(rated[1]), Numbers()
    return numbers.maybe(row.numerator), numbers.maybe(row.denominator)


def _sum(parts: Iterable[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), Decimal(0))
