"""A pack of evidence as plain values: its parts with their entries, what is missing, and what belongs to it.

Pure: no database and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.safestring import SafeString

from kpis.rag import Mark
from trust.terms import TermRef

NO_CHART: Final = SafeString("")
QUIET_FOR: Final = 2  # terms without anything new, from which on a part says when its last entry was


class Part(StrEnum):
    """The parts of a pack, in their order."""

    EVALUATION = "evaluation"
    FIGURES = "figures"
    DECISIONS = "decisions"
    QUESTIONS = "questions"
    REMITS = "remits"
    AUDITS = "audits"
    REVIEWS = "reviews"
    PRIORITIES = "priorities"

    @property
    def heading(self) -> str:
        return TITLES[self]


TITLES: Final = {
    Part.EVALUATION: "Self-evaluation",
    Part.FIGURES: "Figures",
    Part.DECISIONS: "Decisions",
    Part.QUESTIONS: "Questions and answers",
    Part.REMITS: "Remits",
    Part.AUDITS: "Audits and findings",
    Part.REVIEWS: "Reviews and inspections",
    Part.PRIORITIES: "Priorities of the plan",
}
NONE_OF: Final = {
    Part.EVALUATION: "No self-evaluation of this area",
    Part.FIGURES: "No figure of this area",
    Part.DECISIONS: "No decision about this area",
    Part.QUESTIONS: "No question about this area",
    Part.REMITS: "No remit about this area",
    Part.AUDITS: "No audit or finding in this area",
    Part.REVIEWS: "No external review or inspection of this area",
    Part.PRIORITIES: "No priority of the plan is measured by a KPI of this area",
}


@dataclass(frozen=True, slots=True)
class Touches:
    """What an entry speaks of; `inspected` is an inspection area named outright, `whole` all of them."""

    areas: frozenset[int] = frozenset()
    kpis: frozenset[int] = frozenset()
    inspected: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Words of an entry, with whose they are: 'Leaders answered'."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence: what it is, when, how it stands, where it comes from, and its address."""

    part: Part
    on: date | None
    term: TermRef | None
    what: str
    state: str
    source: str
    url: str
    touches: Touches
    said: tuple[Said, ...] = ()
    mark: Mark | None = None
    is_open: bool = False
    chart: SafeString = NO_CHART

    @property
    def words(self) -> str:
        """Everything that was said, as a file holds it."""
        return "\n".join(f"{each.label}: {each.words}" if each.label else each.words for each in self.said)


@dataclass(frozen=True, slots=True)
class Scope:
    """An inspection area with the areas of oversight and the single KPIs that belong to it."""

    pk: int
    name: str
    areas: frozenset[int]
    kpis: frozenset[int]
    is_suggested: bool = False
    version: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.areas or self.kpis)

    def holds(self, touches: Touches) -> bool:
        if touches.inspected is not None:
            return touches.inspected == self.pk
        return touches.whole or bool(touches.areas & self.areas or touches.kpis & self.kpis)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a pack, the newest first; `gap` says what is missing, in a sentence, or nothing."""

    part: Part
    entries: tuple[Entry, ...]
    gap: str

    @property
    def open(self) -> int:
        return sum(each.is_open for each in self.entries)

    @property
    def counted(self) -> str:
        """'4, 1 open'; 'None'."""
        if not self.entries:
            return "None"
        return f"{len(self.entries)}, {self.open} open" if self.open else str(len(self.entries))


@dataclass(frozen=True, slots=True)
class Pack:
    """The evidence of one inspection area over a span of terms, as one reader may see it."""

    scope: Scope
    first: TermRef
    last: TermRef
    sections: tuple[Section, ...]

    @property
    def number(self) -> int:
        return sum(len(each.entries) for each in self.sections)

    @property
    def open(self) -> int:
        return sum(each.open for each in self.sections)

    @property
    def gaps(self) -> list[Section]:
        """The parts that hold nothing."""
        return [each for each in self.sections if not each.entries]

    @property
    def entries(self) -> list[Entry]:
        return [entry for each in self.sections for entry in each.entries]

    @property
    def headline(self) -> str:
        """'24 pieces of evidence, 3 still open'."""
        if not self.number:
            return "No evidence yet"
        told = "1 piece of evidence" if self.number == 1 else f"{self.number} pieces of evidence"
        return f"{told}, {self.open} still open" if self.open else told


def pack_of(scope: Scope, entries: Iterable[Entry], first: TermRef, last: TermRef) -> Pack:
    """What belongs to the area, part by part."""
    held = [entry for entry in entries if scope.holds(entry.touches)]
    return Pack(scope, first, last, tuple(_section(part, held, first, last) for part in Part))


def season(ref: TermRef) -> str:
    """'spring 2025', as people say it."""
    return f"{ref.season} {ref.year if ref.number == 1 else ref.year + 1}"


def _section(part: Part, held: Iterable[Entry], first: TermRef, last: TermRef) -> Section:
    mine = [entry for entry in held if entry.part is part]
    mine.sort(key=lambda entry: entry.on or date.min, reverse=True)
    return Section(part, tuple(mine), _gap(part, mine, first, last))


def _gap(part: Part, mine: Sequence[Entry], first: TermRef, last: TermRef) -> str:
    terms = [entry.term for entry in mine if entry.term]
    if part is Part.PRIORITIES:
        return "" if mine else f"{NONE_OF[part]}."
    if not mine:
        return f"{NONE_OF[part]} since {season(first)}."
    latest = max(terms, default=last)
    return f"Nothing since {season(latest)}." if latest <= last.shift(-QUIET_FOR) else ""
