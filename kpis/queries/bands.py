"""What a term's figures are rated against: the definitions, bands and national figures in force in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q, Subquery

from kpis.models import Band, BandState, Comparator, Definition, Kpi
from schools.models import School
from trust.models import Term
from trust.terms import TermRef

# (KPI, school or None, phase or '') → what was agreed for exactly those.
Bands = dict[tuple[int, int | None, str], Band]
# (KPI, phase or '', term of the year or None for a whole year) → what is known, the newest first.
Nationals = dict[tuple[int, str, int | None], list[Comparator]]


def definitions_in_force(term: Term, **noted: Subquery) -> dict[int, Definition]:
    """KPI → the version of its definition that holds in the term, KPIs retired by then left out.

    Each comes with its KPI and its area, in the order in which areas and KPIs are printed. `noted` adds
    attributes to each, so that a page can ask more in the same query.
    """
    versions = (
        Definition.objects.filter(_by(term, "from_term"))
        .exclude(_by(term, "kpi__retired_from"))
        .select_related("kpi__area")
        .annotate(**noted)
        .order_by(
            "kpi__area__position",
            "kpi__area__name",
            "kpi__position",
            "kpi__code",
            "from_term__year",
            "from_term__number",
            "version",
        )
    )
    latest = {version.kpi_id: version for version in versions}
    # What is asked in no term at all is out of the book for as long as that version holds.
    return {kpi: version for kpi, version in latest.items() if version.reported_in}


def bands_in_force(term: Term) -> Bands:
    """The agreed bands that hold in the term; `closest` finds the one for a KPI and school."""
    agreed = Band.objects.filter(_by(term, "from_term"), state=BandState.AGREED)
    ordered = agreed.order_by("from_term__year", "from_term__number")
    return {(band.kpi_id, band.school_id, band.phase): band for band in ordered}


def ways_in_force(term: Term) -> Bands:
    """The same of those KPIs alone that have ever had a way to a target, with the terms of each way."""
    with_a_way = Band.objects.filter(target_by__isnull=False, state=BandState.AGREED).values("kpi")
    agreed = Band.objects.filter(_by(term, "from_term"), state=BandState.AGREED, kpi__in=with_a_way)
    ordered = agreed.select_related("from_term", "target_by").order_by("from_term__year", "from_term__number")
    return {(band.kpi_id, band.school_id, band.phase): band for band in ordered}


def closest(
    bands: Mapping[tuple[int, int | None, str], Band], kpi: int, school: School | None
) -> Band | None:
    """The closest fit: the school's own band, else its phase's, else everyone's."""
    if school is None:
        return bands.get((kpi, None, ""))
    wanted = ((kpi, school.pk, ""), (kpi, None, school.phase), (kpi, None, ""))
    return next((bands[key] for key in wanted if key in bands), None)


def band_for(kpi: Kpi, school: School | None, term: Term) -> Band | None:
    """The band in force for one KPI and school; None where nothing has been agreed yet."""
    agreed = Band.objects.filter(_by(term, "from_term"), kpi=kpi, state=BandState.AGREED)
    ordered = agreed.order_by("from_term__year", "from_term__number")
    return closest({(band.kpi_id, band.school_id, band.phase): band for band in ordered}, kpi.pk, school)


def nationals_known(term: Term) -> Nationals:
    """The national figures published by the end of the term, so that a later release repaints nothing.

    One that was noted after terms had been issued to the board counts from the first term after them.
    """
    known: Nationals = defaultdict(list)
    counts = Q(counts_from=None) | _by(term, "counts_from")
    published = Comparator.objects.filter(counts, vintage__lt=term.ends).order_by("-year", "-vintage")
    for comparator in published:
        known[comparator.kpi_id, comparator.phase, comparator.term_number].append(comparator)
    return dict(known)


def national_for(
    nationals: Nationals, definition: Definition, school: School | None, term: TermRef
) -> Comparator | None:
    """The national figure to set a figure of that reporting term against.

    Like is compared with like: a year with a year, a term with the same term of the year. It is that of the
    figure's own year or, while that is not out, of the year before; its phase's before everyone's.
    """
    period = period_of(definition, term)
    number = None if definition.speaks_of_year else period.number
    for phase in dict.fromkeys((school.phase if school else "", "")):
        for comparator in nationals.get((definition.kpi_id, phase, number), ()):
            if is_beside(comparator, definition, term):
                return comparator
    return None


def is_beside(comparator: Comparator, definition: Definition, term: TermRef) -> bool:
    """Whether the national figure is of the period that is reported, or of the same one a year before."""
    period = period_of(definition, term)
    number = None if definition.speaks_of_year else period.number
    return comparator.term_number == number and period.year - 1 <= comparator.year <= period.year


def period_of(definition: Definition, term: TermRef) -> TermRef:
    """The term that a figure reported in `term` speaks of; where it speaks of a year, a term of that year."""
    return term.shift(-definition.period_lag)


def _by(term: Term, path: str) -> Q:
    """The term at `path` is this one or an earlier one."""
    same_year = Q(**{f"{path}__year": term.year, f"{path}__number__lte": term.number})
    return Q(**{f"{path}__year__lt": term.year}) | same_year
