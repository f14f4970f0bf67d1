"""Where the figures of a pack come from: the returns with who signed them, and the national releases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from governance.packs.lists import slug_of
from kpis.models import Return, ReturnState
from kpis.queries.board import Board
from kpis.queries.restated import changed_since_accepted
from kpis.queries.visible import ACCEPTED
from kpis.words import show_value
from trust.clock import LONDON
from trust.dates import short_date

Part = dict[str, Any]

PROOF = (
    "Every figure leads back in the portal to its return, to who entered it and who accepted it, and to the "
    "definition and the target that were in force. Ratings are calculated from the figure as printed. These "
    "contents were frozen at once and are kept with their hash; a correction is a new version."
)


def sources_of(board: Board) -> Part:
    """The section's contents; two queries."""
    returns = list(
        Return.objects.filter(term=board.term).select_related("school", "decided_by").order_by("school__name")
    )
    accepted = sum(each.state in ACCEPTED for each in returns)
    changed = changed_since_accepted([each.pk for each in returns])
    # The trust answers for itself before its schools do.
    returns.sort(key=lambda each: each.school_id is not None)
    return {
        "standfirst": f"{accepted} of {len(returns)} returns were accepted when these figures were frozen.",
        "returns": [_return(each, changed.get(each.pk, 0)) for each in returns],
        "nationals": _nationals(board),
        "proof": PROOF,
    }


def _return(returned: Return, changed: int) -> Part:
    is_accepted = returned.state in ACCEPTED
    return {
        "changed": f"{changed} value{'' if changed == 1 else 's'} changed since" if changed else "",
        "name": returned.owner_name,
        "school": slug_of(returned.school),
        "state": "Accepted" if is_accepted else ReturnState(returned.state).label,
        "signed": returned.signed_as,
        "submitted": _day(returned.submitted_at),
        "accepted": _day(returned.decided_at) if is_accepted else "",
    }


def _day(moment: datetime | None) -> str:
    return short_date(moment.astimezone(LONDON).date()) if moment else ""


def _nationals(board: Board) -> list[Part]:
    """Each national figure that some page of the pack is held against, once, in the order of KPIs."""
    found: dict[tuple[int, object], Part] = {}
    for row in board.all_rows:
        for kpi, standard in board.rows.standards(row.owner).items():
            known = standard.national
            if known is None or not standard.ask.is_due(board.term.ref, row.owner.phase):
                continue
            found.setdefault(
                (kpi, known),
                {
                    "title": standard.ask.title,
                    "shown": show_value(known.value, standard.rule),
                    "period": known.period,
                    "release": known.release,
                    "vintage": short_date(known.vintage),
                },
            )
    return list(found.values())
