"""The national figures that come with the portal, beside the KPIs that can take them."""

from __future__ import annotations

from typing import NamedTuple

from kpis.library.national import Fact, Indicator, indicators
from kpis.models import Comparator, Kpi
from kpis.queries.nationals import Meant, meanings_of, numeric_kpis
from trust.numbers import show_exact

Noted = set[tuple[int, str, int, int | None]]


class Taker(NamedTuple):
    """A KPI that can take an indicator's figures: how many there are, how many it has, how many compare."""

    kpi: Kpi
    title: str
    figures: int
    has: int
    compared: int

    @property
    def is_done(self) -> bool:
        return self.has == self.figures

    @property
    def words(self) -> str:
        """Which comparison will happen."""
        if self.compared == self.figures:
            return "each is set beside figures of its own kind of period"
        if not self.compared:
            return "none can be compared: a term is never set beside a year"
        return f"{self.compared} can be compared: a term is never set beside a year"


class FactLine(NamedTuple):
    fact: Fact
    shown: str


class KnownIndicator(NamedTuple):
    """One indicator with its figures as printed, and the KPIs that can take it."""

    indicator: Indicator
    lines: tuple[FactLine, ...]
    takers: tuple[Taker, ...]


def known_indicators() -> list[KnownIndicator]:
    """Every indicator, those that some KPI can take first; three queries."""
    kpis = list(numeric_kpis())
    meanings = meanings_of(kpi.pk for kpi in kpis)
    noted: Noted = set(Comparator.objects.values_list("kpi", "phase", "year", "term_number"))
    listed = [_known(one, kpis, meanings, noted) for one in indicators()]
    return sorted(listed, key=lambda one: not one.takers)


def _known(indicator: Indicator, kpis: list[Kpi], meanings: dict[int, Meant], noted: Noted) -> KnownIndicator:
    lines = tuple(FactLine(fact, _shown(fact)) for fact in indicator.facts)
    takers = (_taker(indicator, kpi, meanings[kpi.pk], noted) for kpi in kpis if kpi.pk in meanings)
    return KnownIndicator(indicator, lines, tuple(taker for taker in takers if taker is not None))


def _taker(indicator: Indicator, kpi: Kpi, meant: Meant, noted: Noted) -> Taker | None:
    if indicator.why_unfit(unit=meant.shown_unit, direction=meant.direction):
        return None
    facts = [fact for fact in indicator.usable if meant.takes(fact.phase or "")]
    if not facts:
        return None
    periods = {(fact.phase or "", fact.year or 0, fact.term_number) for fact in facts}
    has = sum((kpi.pk, *period) in noted for period in periods)
    compared = sum(meant.compares(number) for _, _, number in periods)
    return Taker(kpi, meant.title, len(periods), has, compared)


def _shown(fact: Fact) -> str:
    if fact.value is None:
        return "Not produced"
    unit = "%" if fact.unit.startswith("%") else ""
    return show_exact(fact.value, unit)
