"""What an issued Trust Update says to the items of an agenda, read from its frozen contents alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from governance.models import AgendaItem, TrustUpdate
from governance.packs.frozen import Contents, read_contents
from governance.packs.sections import HEAT_MAP, MATRIX, SCHOOLS, SECTIONS, SUMMARY, THREAD
from kpis.models import Figure
from kpis.rag import Mark
from milestones.models import Line
from milestones.queries import current_plan
from trust.blobs import Altered

Part = dict[str, Any]
# What is read out; the rest lies folded beneath it.
LOUD: Final = (Mark.RED, Mark.AMBER, Mark.OVERDUE)


@dataclass(frozen=True)
class Given:
    """The contents, with the titles of the KPIs and the codes of the priorities that the items speak of."""

    contents: Contents = field(default_factory=dict)
    titles: Mapping[int, frozenset[str]] = field(default_factory=dict)  # KPI → the titles it was printed with
    codes: Mapping[int, frozenset[str]] = field(default_factory=dict)  # priority → its codes in that edition

    def summary_for(self, item: AgendaItem) -> Part | None:
        return self.contents["summary"] if self._opens_on(item, SUMMARY) else None

    def schools_for(self, item: AgendaItem) -> tuple[Part, ...]:
        """Each school's areas with their ratings, or the page of the one school that the item is about."""
        if item.kpi_id:
            return ()
        if item.school:
            return tuple(self._pages(item.school.slug))
        opens = any(self._opens_on(item, part) for part in (SUMMARY, HEAT_MAP, SCHOOLS))
        return tuple(self._pages()) if opens else ()

    def strands_for(self, item: AgendaItem) -> tuple[Part, ...]:
        opens = any(self._opens_on(item, part) for part in (SUMMARY, MATRIX))
        return tuple(self.contents["milestones"]["strands"]) if opens else ()

    def figures_for(self, item: AgendaItem) -> tuple[Part, ...]:
        """The KPI's figure at every school, or at the item's; a school's own page has its figures already."""
        titles = self.titles.get(item.kpi_id or 0, frozenset())
        pages = self._pages(item.school.slug if item.school else "")
        found = ((page, line) for page in pages for line in _lines(page) if line["plain_title"] in titles)
        return tuple(line | {"school": page["name"]} for page, line in found)

    def milestones_for(self, item: AgendaItem) -> tuple[Part, ...]:
        """The priority's lines; under an item that opens on the milestones, those off their way."""
        if not self.contents:
            return ()
        lines = [line for strand in self.contents["milestones"]["strands"] for line in strand["codes"]]
        codes = self.codes.get(item.priority_id or 0, frozenset())
        if self._opens_on(item, MATRIX):
            return tuple(line for line in lines if line["mark"] in LOUD)
        return tuple(line for line in lines if line["code"] in codes)

    def thread_for(self, item: AgendaItem) -> Part | None:
        return self.contents["thread"] if self._opens_on(item, THREAD) else None

    def _opens_on(self, item: AgendaItem, part: str) -> bool:
        return bool(self.contents) and SECTIONS.get(item.section) == part

    def _pages(self, slug: str = "") -> list[Part]:
        pages: list[Part] = self.contents.get("schools", [])
        return [page for page in pages if slug in ("", page["slug"])]


def read_given(update: TrustUpdate | None, items: Iterable[AgendaItem]) -> Given:
    """What that Update gives the items; nothing without one, or where its bytes are others. Four queries."""
    contents = _contents(update)
    if update is None or contents is None:
        return Given()
    items = list(items)
    kpis = {item.kpi_id for item in items if item.kpi_id}
    priorities = {item.priority_id for item in items if item.priority_id}
    titles, codes = _titles(contents, kpis), _codes(update, priorities)
    return Given(contents, titles, codes)


def _contents(update: TrustUpdate | None) -> Contents | None:
    if update is None or update.final is None or update.final.contents is None:
        return None
    try:
        return read_contents(update.final.contents)
    except Altered:
        return None


def _lines(page: Part) -> Iterator[Part]:
    for area in page["areas"]:
        yield from area["figures"]


def _titles(contents: Contents, kpis: set[int]) -> dict[int, frozenset[str]]:
    """By what was printed: a KPI that has another title today was printed with the one of its day."""
    printed = {line["figure"]: line["plain_title"] for page in contents["schools"] for line in _lines(page)}
    figures = Figure.objects.filter(kpi__in=kpis, pk__in=[pk for pk in printed if pk])
    found: dict[int, set[str]] = {}
    for pk, kpi in figures.values_list("pk", "kpi"):
        found.setdefault(kpi, set()).add(printed[pk])
    return {kpi: frozenset(titles) for kpi, titles in found.items()}


def _codes(update: TrustUpdate, priorities: set[int]) -> dict[int, frozenset[str]]:
    """A code belongs to an edition: the one that was in force in the Update's term."""
    plan = current_plan(update.term.starts) if priorities else None
    if plan is None:
        return {}
    found: dict[int, set[str]] = {}
    for priority, code in Line.objects.filter(plan=plan, priority__in=priorities).values_list(
        "priority", "code"
    ):
        found.setdefault(priority, set()).add(code)
    return {priority: frozenset(codes) for priority, codes in found.items()}
