"""The lists of this room: the inspection areas of a place with what there is, and every row of a pack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html

from governance.bodies.tables import LinkedColumn
from governance.evidence.pack import Entry, Pack
from trust.listing import DayColumn, Listing, NumberColumn, PlainColumn


class CountColumn(NumberColumn):
    """How many there are; none is told in words, since it is what a board must know."""

    def render(self, value: int) -> Any:
        return value if value else format_html('<span class="gap">None</span>')


class AreaTable(Listing):
    """One row an inspection area."""

    area = LinkedColumn(verbose_name="Inspection area")
    evaluation = CountColumn(verbose_name="Self-evaluation")
    figures = CountColumn(verbose_name="Figures")
    decisions = CountColumn(verbose_name="Decisions")
    questions = CountColumn(verbose_name="Questions")
    remits = CountColumn(verbose_name="Remits")
    audits = CountColumn(verbose_name="Audits, findings")
    reviews = CountColumn(verbose_name="Reviews")
    priorities = CountColumn(verbose_name="Priorities")
    open = NumberColumn(verbose_name="Still open")


def area_row(pack: Pack, url: str) -> dict[str, Any]:
    counts = {section.part.value: len(section.entries) for section in pack.sections}
    return {"area": pack.scope.name, "area_url": url, "open": pack.open or None} | counts


class PackTable(Listing):
    """One row a piece of evidence; for a file."""

    part = PlainColumn(verbose_name="Part")
    on = DayColumn(verbose_name="Day")
    term = PlainColumn(verbose_name="Term")
    what = PlainColumn(verbose_name="What")
    words = PlainColumn(verbose_name="What was said")
    state = PlainColumn(verbose_name="How it stands")
    source = PlainColumn(verbose_name="Source")
    address = PlainColumn(verbose_name="Address")


def pack_row(entry: Entry, absolute: Callable[[str], str]) -> dict[str, Any]:
    return {
        "part": entry.part.heading,
        "on": entry.on,
        "term": entry.term.name if entry.term else None,
        "what": entry.what,
        "words": entry.words or None,
        "state": entry.state,
        "source": entry.source,
        "address": absolute(entry.url),
    }
