"""The national figures that come with the portal, and which of them each KPI can take."""

from __future__ import annotations

import re
from typing import NamedTuple

from kpis.library.national import Fact, Indicator, indicators
from kpis.models import Comparator, Kpi
from kpis.queries.nationals import Meant, meanings_of, numeric_kpis
from trust.numbers import show_exact

Noted = set[tuple[int, str, int, int | None]]
STEM = 5  # letters by which two words are taken for the same: suspension, suspensions


class Offer(NamedTuple):
    """An indicator that a KPI can take: how many figures, how many can be compared, how many are noted."""

    indicator: Indicator
    figures: int
    compared: int
    has: int
    likeness: int

    @property
    def words(self) -> str:
        """What taking it brings, and which comparison will happen."""
        figures = "1 figure" if self.figures == 1 else f"{self.figures} figures"
        noted = ", noted already" if self.has == self.figures else ""
        return f"{self.indicator.name}: {figures}, {self.compared or 'none'} to compare{noted}"


class Taker(NamedTuple):
    """A KPI with the indicators that fit its unit and direction, the likeliest first."""

    kpi: Kpi
    meant: Meant
    offers: tuple[Offer, ...]

    @property
    def is_of_terms(self) -> bool:
        return not self.meant.speaks_of_year


class FactLine(NamedTuple):
    """A figure and how it is printed."""

    fact: Fact
    shown: str


class PrintedIndicator(NamedTuple):
    """One indicator with its figures as printed."""

    indicator: Indicator
    lines: tuple[FactLine, ...]


def takers() -> list[Taker]:
    """The KPIs that some indicator fits, in the book's order; three queries."""
    kpis = list(numeric_kpis())
    meanings = meanings_of(kpi.pk for kpi in kpis)
    noted: Noted = set(Comparator.objects.values_list("kpi", "phase", "year", "term_number"))
    found = (Taker(kpi, meanings[kpi.pk], _offers(kpi, meanings[kpi.pk], noted)) for kpi in kpis)
    return [taker for taker in found if taker.offers]


def printed_indicators() -> list[PrintedIndicator]:
    """Every indicator with every figure, those too that cannot be taken, with why."""
    return [
        PrintedIndicator(one, tuple(FactLine(fact, _shown(fact)) for fact in one.facts))
        for one in indicators()
    ]


def _offers(kpi: Kpi, meant: Meant, noted: Noted) -> tuple[Offer, ...]:
    made = (_offer(indicator, kpi, meant, noted) for indicator in indicators())
    return tuple(sorted(filter(None, made), key=lambda one: (-one.likeness, one.indicator.name.lower())))


def _offer(indicator: Indicator, kpi: Kpi, meant: Meant, noted: Noted) -> Offer | None:
    if indicator.why_unfit(unit=meant.shown_unit, direction=meant.direction):
        return None
    facts = [fact for fact in indicator.usable if meant.takes_fact(fact)]
    periods = {(fact.phase or "", fact.year or 0, fact.term_number) for fact in facts}
    if not periods:
        return None
    has = sum((kpi.pk, *period) in noted for period in periods)
    compared = sum(meant.compares(number) for _, _, number in periods)
    return Offer(indicator, len(periods), compared, has, len(_stems(meant.title) & _stems(indicator.name)))


def _stems(words: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"[a-z0-9]+", words.lower()) if len(word) >= STEM}


def _shown(fact: Fact) -> str:
    if fact.value is None:
        return "Not produced"
    return show_exact(fact.value, "%" if fact.unit.startswith("%") else "")
