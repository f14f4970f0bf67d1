"""What the agenda of the board's meeting asks it to decide with a pack in hand."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from governance.models import AgendaItem, ItemKind, Meeting, MeetingState
from governance.packs.sections import SECTIONS
from schools.models import BodyKind
from trust.models import Term

MOST: Final = 4
AHEAD: Final = (MeetingState.PLANNED, MeetingState.CALLED)


def decisions(term: Term, today: date) -> list[dict[str, Any]]:
    """The items for decision that name a section of the Update, of the board's next meeting in the term.

    Those that are confidential are left to the agenda. Two queries.
    """
    meeting = (
        Meeting.objects.filter(term=term, body__kind=BodyKind.BOARD, state__in=AHEAD, on__gte=today)
        .order_by("on")
        .first()
    )
    if meeting is None:
        return []
    items = AgendaItem.objects.filter(
        meeting=meeting, kind=ItemKind.DECISION, is_confidential=False, section__in=SECTIONS
    )
    return [{"verb": "Decide", "text": f"{item.title} (item {item.number})"} for item in items[:MOST]]
