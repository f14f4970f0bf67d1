"""What the lists of the gatehouse's pages hold as files: schools, what was found, one school's judgements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schools.calendar.year import Year
from schools.categories.queries import Stood
from schools.models import AreaJudgement
from schools.queries import Entry
from schools.record import Filled
from schools.search import Found
from trust.listing import Rows
from trust.tables import Cell

SCHOOLS = (
    "School", "Phase", "URN", "Route", "Ofsted", "Inspected on", "Pupils", "Room for", "Ages",
    "Headteacher", "In the trust",
)  # fmt: skip
JUDGED = ("Area", "The school says", "Evidence", "Moderated", "What was seen")


def school_rows(groups: Iterable[tuple[str, Sequence[Entry]]]) -> Rows:
    """The list of schools, by phase and name."""
    return Rows(SCHOOLS, (_school(phase, entry) for phase, entries in groups for entry in entries))


def found_rows(found: Iterable[Found]) -> Rows:
    """What a search found, kind by kind; the addresses are those of the portal itself."""
    rows = ((kind.name, hit.title, hit.words, hit.url) for kind in found for hit in kind.hits)
    return Rows(("Kind", "What", "More", "Where"), rows)


def stood_rows(terms: Iterable[Stood]) -> Rows:
    """Where a school stood, term by term."""
    rows = ((stood.term.name, stood.own, stood.moderated, stood.agreed, stood.minute) for stood in terms)
    return Rows(("Term", "The school says", "Moderated", "Agreed by the board", "Minute"), rows)


def judged_rows(judgements: Iterable[AreaJudgement]) -> Rows:
    """A school's judgement of one term, area by area."""
    return Rows(JUDGED, map(_judged, judgements))


def roll_rows(rolls: Iterable[Filled]) -> Rows:
    """Pupils and places, term by term."""
    rows = ((each.term.name, each.pupils, each.capacity, each.share) for each in rolls)
    return Rows(("Term", "Pupils", "Places", "Per cent full"), rows)


def closed_rows(year: Year) -> Rows:
    """The days without school of a year."""
    rows = ((each.days, each.words, each.note, each.where or "All schools") for each in year.stretches)
    return Rows(("Days", "What", "Note", "Where"), rows)


def term_rows(year: Year) -> Rows:
    """The dates of a year's terms."""
    rows = ((card.term.name, label, day) for card in year.cards for label, day in card.dates)
    return Rows(("Term", "What", "Day"), rows)


def _judged(one: AreaJudgement) -> list[Cell]:
    own, moderated = one.rung, one.moderated_rung
    said = own.name if own else "", one.evidence
    return [one.area.name, *said, moderated.name if moderated else "", one.moderated_words]


def _school(phase: str, entry: Entry) -> list[Cell]:
    school, inspection, roll = entry.school, entry.inspection, entry.roll
    return [
        school.name, phase, school.urn, school.get_route_display(),
        inspection.headline if inspection else "Not inspected yet", inspection.on if inspection else None,
        roll.pupils if roll else None, roll.capacity if roll else None, school.ages, entry.head, entry.status,
    ]  # fmt: skip
