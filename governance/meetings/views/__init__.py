"""Pages of the room: what they share."""

from __future__ import annotations

from typing import Any

from governance.meetings import sight
from governance.models import AgendaItem, Meeting, MeetingState
from schools.access import Person

UNFIT, CONFLICT = 422, 409
BOTH = ["GET", "HEAD", "POST"]


def kept_meeting(user: Person, pk: int) -> Meeting:
    """A meeting to be changed: 404 outside the person's scope, 403 for who only sees it."""
    found = sight.meeting_or_404(user, pk)
    sight.require_keeper(user)
    return found


def kept_item(user: Person, pk: int) -> AgendaItem:
    """An item to be changed: 404 outside the person's scope, 403 for who only sees it."""
    found = sight.item_or_404(user, pk)
    sight.require_keeper(user)
    return found


def shell(user: Person, meeting: Meeting) -> dict[str, Any]:
    """What every page of a meeting prints around its own."""
    settled = meeting.state in (MeetingState.MINUTED, MeetingState.CANCELLED)
    return {
        "meeting": meeting,
        "keeps": sight.keeps_meetings(user),
        "is_settled": settled,
        "may_record": sight.keeps_meetings(user) and not settled,
        "may_arrange": sight.keeps_meetings(user)
        and meeting.state in (MeetingState.PLANNED, MeetingState.CALLED),
    }
