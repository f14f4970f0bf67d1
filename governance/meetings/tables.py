"""The list of meetings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from governance.bodies.tables import LinkedColumn
from governance.meetings.wording import title_of
from governance.models import Meeting, MeetingState
from trust.listing import DayColumn, Listing, NumberColumn, PlainColumn

LOOKS = {
    MeetingState.PLANNED: "tag",
    MeetingState.CALLED: "tag tag-accent",
    MeetingState.HELD: "tag words-amber",
    MeetingState.MINUTED: "tag words-green",
    MeetingState.CANCELLED: "tag quiet",
}


class StateColumn(PlainColumn):
    """The state as a tag on the page, in words in a file."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        return format_html('<span class="{}">{}</span>', record["look"], value)


class MeetingTable(Listing):
    """One row a meeting."""

    on = DayColumn(verbose_name="Day")
    body = LinkedColumn(verbose_name="Meeting")
    term = PlainColumn(verbose_name="Term", order_by=("on",))
    place = PlainColumn(verbose_name="Place")
    items = NumberColumn(verbose_name="Items")
    decided = NumberColumn(verbose_name="Decisions")
    state = StateColumn(verbose_name="State")


def meeting_row(meeting: Any) -> dict[str, Any]:
    """A meeting, read with how many items and decisions it has, as its row."""
    assert isinstance(meeting, Meeting)
    counted: Any = meeting
    return {
        "on": meeting.on,
        "body": title_of(meeting),
        "body_url": reverse("governance:meeting", args=[meeting.pk]),
        "term": meeting.term.name,
        "place": meeting.place or None,
        "items": counted.number_of_items,
        "decided": counted.number_decided or None,
        "state": str(meeting.get_state_display()),
        "look": LOOKS[MeetingState(meeting.state)],
    }
