"""The national figures that are noted: by KPI, with their releases, and what each is set beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, QuerySet

from kpis.imports.periods import Period
from kpis.library.national import Fact
from kpis.models import Comparator, Definition, Kpi
from kpis.rag import Kind
from kpis.rag.rules import PERCENTAGES
from schools.models import Phase
from trust.numbers import show_exact
from trust.terms import SEASONS

# The kinds whose answers are numbers, so that a national number can stand beside them.
NUMERIC = frozenset({Kind.MEASURE, Kind.RATIO, Kind.PENETRATION, Kind.NATIONAL, Kind.SURVEY})
SHOWN_YEARS = 2
BOOK_ORDER = ("kpi__area__position", "kpi__position", "kpi__code")


class Meant(NamedTuple):
    """What a KPI's newest wording says of the national figures it can take."""

    title: str
    shown_unit: str
    direction: str
    speaks_of_year: bool
    is_cumulative: bool
    phases: tuple[str, ...]
    definition: Definition

    @property
    def unit_words(self) -> str:
        return {"": "plain numbers", "%": "per cent"}.get(self.shown_unit, self.shown_unit)

    def takes(self, phase: str) -> bool:
        """Whether a figure of that phase, "" for every phase, can stand beside its figures."""
        return not phase or not self.phases or phase in self.phases

    def takes_fact(self, fact: Fact) -> bool:
        """Whether a figure that comes with the portal counts what the KPI counts."""
        period = Period(fact.year or 0, fact.term_number)
        return self.takes(fact.phase or "") and not self.why_unlike(period)

    def beside(self, term_number: int | None) -> str:
        """Which figures it is set beside, in words; a term is never compared with a year."""
        if term_number is None:
            if self.speaks_of_year:
                return "figures of a whole year"
            return "nothing: this KPI speaks of terms, and a term is never compared with a year"
        season = SEASONS[term_number]
        if self.speaks_of_year:
            return f"nothing: this KPI speaks of whole years, and this is the {season} term alone"
        return f"{season} figures only{', which count since September' if self.is_cumulative else ''}"

    def why_unlike(self, period: Period) -> str:
        """Why a published figure does not count what the KPI counts in that term; "" where it does.

        A KPI that counts since September meets the autumn term, or autumn and spring together, never the
        spring or the summer term alone.
        """
        if period.is_running and not self.is_cumulative:
            return f"{period.words} is more than a term and less than a year."
        if self.counts_on(period.term_number) and not period.is_running:
            season = SEASONS[period.term_number or 1]
            return f"This KPI counts since September, and this is the {season} term alone."
        return ""

    def counts_on(self, term_number: int | None) -> bool:
        """Whether its figures of that term hold the terms before it as well."""
        return self.is_cumulative and term_number is not None and term_number > 1

    def compares(self, term_number: int | None) -> bool:
        return self.speaks_of_year == (term_number is None)


class NationalLine(NamedTuple):
    """One noted figure as the page prints it; `is_passed` where a later release stands in front of it.

    `since` is from when on it counts, or from when on it is passed, where terms had been issued before.
    """

    comparator: Comparator
    period: Period
    length: str
    schools: str
    shown: str
    beside: str
    compares: bool
    is_passed: bool
    since: str


@dataclass(frozen=True)
class KpiNationals:
    """A KPI's national figures, the newest first: those of the newest years, and the earlier ones."""

    kpi: Kpi
    meant: Meant
    recent: tuple[NationalLine, ...]
    earlier: tuple[NationalLine, ...]


def nationals_by_kpi() -> list[KpiNationals]:
    """Every KPI that has national figures, in the book's order; two queries."""
    noted = Comparator.objects.select_related("kpi__area", "noted_by", "counts_from").order_by(
        *BOOK_ORDER, "-year", F("term_number").desc(nulls_last=True), "phase", "-vintage"
    )
    by_kpi: dict[int, list[Comparator]] = {}
    for comparator in noted:
        by_kpi.setdefault(comparator.kpi_id, []).append(comparator)
    meanings = meanings_of(by_kpi)
    return [_of_kpi(found, meanings[kpi]) for kpi, found in by_kpi.items() if kpi in meanings]


def meanings_of(kpis: Iterable[int]) -> dict[int, Meant]:
    """KPI → its newest wording; one query."""
    wordings = Definition.objects.filter(kpi__in=list(kpis)).select_related("kpi").order_by("version")
    return {wording.kpi_id: _meant(wording) for wording in wordings}


def definition_of(kpi: Kpi) -> Meant | None:
    """The KPI's newest wording, or None for one without any."""
    return meanings_of([kpi.pk]).get(kpi.pk)


def numeric_kpis() -> QuerySet[Kpi]:
    """The KPIs in use that are answered with a number, in the book's order."""
    kinds = [kind.value for kind in NUMERIC]
    return Kpi.objects.filter(kind__in=kinds, retired_from=None).order_by(
        "area__position", "position", "code"
    )


def same_period(one: Comparator) -> tuple[str, int, int | None]:
    """What two figures share of which only the later release counts."""
    return one.phase, one.year, one.term_number


def since_words(comparator: Comparator) -> str:
    """'counts from Spring 2026/27 on: earlier terms had been issued'; "" where it counts at once."""
    first = comparator.counts_from
    return f"counts from {first.name} on: earlier terms had been issued" if first else ""


def schools_words(phase: str) -> str:
    return f"{Phase(phase).label} schools" if phase else "All schools"


def _meant(wording: Definition) -> Meant:
    kind = Kind(wording.kpi.kind)
    return Meant(
        wording.title,
        "%" if kind in PERCENTAGES else wording.unit,
        wording.direction,
        wording.speaks_of_year,
        wording.is_cumulative,
        tuple(wording.phases),
        wording,
    )


def _of_kpi(found: Sequence[Comparator], meant: Meant) -> KpiNationals:
    seen: dict[tuple[str, int, int | None], Comparator] = {}
    lines = []
    for comparator in found:
        lines.append(_line(comparator, meant, seen.get(same_period(comparator))))
        seen[same_period(comparator)] = comparator
    oldest_shown = found[0].year - SHOWN_YEARS + 1
    recent = tuple(line for line in lines if line.comparator.year >= oldest_shown)
    return KpiNationals(found[0].kpi, meant, recent, tuple(lines[len(recent) :]))


def _line(comparator: Comparator, meant: Meant, later: Comparator | None) -> NationalLine:
    number = comparator.term_number
    period = Period(comparator.year, number)
    return NationalLine(
        comparator,
        period,
        "since September" if meant.counts_on(number) else period.length,
        schools_words(comparator.phase),
        show_exact(comparator.value, meant.shown_unit),
        meant.beside(number),
        meant.compares(number),
        later is not None,
        since_words(later or comparator),
    )
