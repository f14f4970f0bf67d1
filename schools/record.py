"""A school's record beside its figures: its category through the terms, its inspections, how full it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import Q
from django.utils.safestring import SafeString

from schools.access import Person
from schools.categories.queries import Row, inspections_of, since_first, standing_of
from schools.models import Inspection, Predecessor, Roll, School
from trust.charts import sparkline
from trust.models import Term

TERMS, INSPECTIONS = 6, 3
FULL: Final = 100


class Filled(NamedTuple):
    """How many pupils a school had in a term, and had room for."""

    term: Term
    pupils: int
    capacity: int

    @property
    def share(self) -> int | None:
        """Per cent of its places that are taken, half up; None where it has none."""
        if not self.capacity:
            return None
        return (2 * FULL * self.pupils + self.capacity) // (2 * self.capacity)

    @property
    def words(self) -> str:
        """ "1,181 pupils, room for 1,250: 94% full"."""
        told = f"{self.pupils:,} pupils, room for {self.capacity:,}"
        if self.share is None:
            return told
        over = self.pupils - self.capacity
        return f"{told}: {f'{over:,} more than it has room for' if over > 0 else f'{self.share}% full'}"


@dataclass(frozen=True)
class SchoolRecord:
    """What the cards print; `earlier` counts the inspections that are not named."""

    standing: Row
    inspections: list[Inspection]
    earlier: int
    rolls: list[Filled]
    chart: SafeString
    before: list[Predecessor]

    @property
    def roll(self) -> Filled | None:
        """The latest, of the term shown or before."""
        return self.rolls[-1] if self.rolls else None


def record_of(user: Person, school: School, term: Term, calendar: Iterable[Term]) -> SchoolRecord:
    """The record up to that term, as that person may see it, in four queries.

    An inspection is known to everyone from the day it was; what a term's category is, from its moderation.
    """
    begun = [each for each in calendar if each.ref <= term.ref][-TERMS:]
    (standing,) = since_first(standing_of(user, [school], begun, trust=False))
    inspections = [each for each in inspections_of(school) if each.on < term.ends]
    rolls = _rolls(school, term)
    return SchoolRecord(
        standing,
        inspections[:INSPECTIONS],
        max(len(inspections) - INSPECTIONS, 0),
        rolls,
        _chart(rolls),
        list(school.earlier_urns.all()),
    )


def _rolls(school: School, term: Term) -> list[Filled]:
    """The last terms of which a number is known, the oldest first."""
    begun = Q(term__year__lt=term.year) | Q(term__year=term.year, term__number__lte=term.number)
    found = Roll.objects.filter(begun, school=school).select_related("term")
    latest = found.order_by("-term__year", "-term__number")[:TERMS]
    return [Filled(each.term, each.pupils, each.capacity) for each in reversed(latest)]


def _chart(rolls: list[Filled]) -> SafeString:
    if not rolls:
        return sparkline([], label="")
    label = (
        f"Pupils, {rolls[0].term.name} to {rolls[-1].term.name}: {rolls[0].pupils:,} to {rolls[-1].pupils:,}"
    )
    values = [Decimal(each.pupils) for each in rolls]
    return sparkline(values, target=Decimal(rolls[-1].capacity), label=label, places=0)
