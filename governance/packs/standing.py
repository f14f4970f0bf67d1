"""Where schools stand, in a pack: the category of each through the last terms, and its last inspection."""

from __future__ import annotations

from collections.abc import Sequence

from governance.packs.lists import Part, listing, slug_of, table
from schools.categories.queries import Row, settled_standing
from schools.models import Inspection, School
from schools.queries import members_on
from trust.dates import short_date
from trust.models import Term

ANCHOR, TITLE = "standing", "Where schools stand"
TERMS = 3


def read(term: Term, calendar: Sequence[Term]) -> Part:
    """The section for that term: what has been moderated or agreed, and inspections up to its end; three
    queries."""
    begun = [each for each in calendar if each.ref <= term.ref][-TERMS:]
    schools = list(School.objects.filter(members_on(term.last_day)).order_by("name"))
    rows = settled_standing(schools, begun, trust=False)
    columns = ("School", *(each.name for each in begun), "Last inspection")
    inspected = _inspected(term)
    told = [
        (row.name, *_rungs(row), _last(inspected.get(row.school.pk if row.school else 0))) for row in rows
    ]
    judged = sum(row.now.rung is not None for row in rows)
    said = f"{judged} of {len(rows)} schools have been judged for {term.name}."
    of = [slug_of(row.school) for row in rows]
    stood = table("Categories and inspections", columns, told, none="No school yet.", of=of)
    return listing(ANCHOR, TITLE, said, [stood])


def _rungs(row: Row) -> list[str]:
    return [str(stood.rung.name) if stood.rung else "–" for stood in row.terms]


def _inspected(term: Term) -> dict[int, Inspection]:
    """School → its last inspection of the term or before."""
    known = Inspection.objects.filter(on__lt=term.ends).order_by("on", "pk")
    return {each.school_id: each for each in known}


def _last(inspection: Inspection | None) -> str:
    if inspection is None:
        return "Not inspected yet"
    said = inspection.headline if inspection.grades else str(inspection.get_kind_display())
    return f"{said}, {short_date(inspection.on)}"
