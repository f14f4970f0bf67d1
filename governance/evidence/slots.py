"""What the room adds to other pages: how much evidence there is for each area, and the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.evidence.place import SEES, USUAL, Span, pack_url, slug_of
from governance.evidence.queries import packs_of
from schools import access
from schools.access import Subject
from schools.models import School
from trust.models import Term
from trust.queries import terms_up_to
from trust.slots import Contribution, register


def fill_slots() -> None:
    """Register what the room adds; called once, when the app is ready."""
    register("evaluation.main", evidence_of_areas)
    register("school.aside", way_to_evidence, order=40)


def evidence_of_areas(context: Mapping[str, Any]) -> Contribution | None:
    """The two years up to the term that is judged, area by area."""
    user, school, term = context["request"].user, context["school"], context["term"]
    assert isinstance(term, Term)
    if not _is_seen(user, school):
        return None
    span = Span(terms_up_to(term.ref, count=USUAL), ())
    packs = packs_of(user, school, span.terms)
    rows = [(pack, pack_url(slug_of(school), pack.scope.pk, span)) for pack in packs]
    return Contribution("governance/evidence/_card.html", {"rows": rows, "span": span}) if rows else None


def way_to_evidence(context: Mapping[str, Any]) -> Contribution | None:
    """For whoever may read the evidence of the place."""
    school = context["school"]
    if not _is_seen(context["request"].user, school):
        return None
    return Contribution("governance/evidence/_way.html", {"slug": slug_of(school), "school": school})


def _is_seen(user: access.Person, school: School | None) -> bool:
    return access.allows(user, SEES, Subject("evidence", school=school.pk if school else None))
