"""What a pack says of figures that its readers were given before and that have been corrected since."""

from __future__ import annotations

from typing import Any, NamedTuple

from governance.packs.lists import slug_of
from kpis.queries.restated import Restatement, restatements_for
from trust.clock import LONDON
from trust.dates import short_date

Part = dict[str, Any]


class Corrected(NamedTuple):
    """The section's contents, and the versions that issuing will release."""

    contents: list[Part]
    figures: list[int]


def read(audience: str) -> Corrected:
    """Every restatement that this audience has not been given; two queries."""
    found = restatements_for(audience)
    return Corrected([_part(each) for each in found], [each.now.pk for each in found])


def _part(restated: Restatement) -> Part:
    now = restated.now
    whose = now.school.short_name if now.school else "The trust"
    by = f"{now.entered_by.name}, {short_date(now.entered_at.astimezone(LONDON).date())}"
    return {
        "title": f"{whose}, {now.definition.title}, {now.term.name}",
        "school": slug_of(now.school),
        "words": restated.words,
        "reason": "" if restated.is_hidden else now.reason,
        "corrected": by,
    }
