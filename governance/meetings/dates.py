"""The days of meetings, for the private calendars of those who may see them."""

from __future__ import annotations

from collections.abc import Iterable

from governance.meetings.sight import meetings_for
from governance.meetings.wording import title_of
from governance.models import MeetingState
from schools.feed.dates import Dated, register
from trust.links import link_to
from trust.models import User


def enter_dates() -> None:
    """Register the boardroom's dates; called once, when the app is ready."""
    register(meeting_dates)


def meeting_dates(person: User) -> Iterable[Dated]:
    """Every meeting that stands, with its time and place in words; a constant number of queries."""
    for meeting in meetings_for(person).exclude(state=MeetingState.CANCELLED):
        at = f"{meeting.starts_at:%H:%M}" if meeting.starts_at else ""
        yield Dated(
            uid=f"meeting-{meeting.pk}",
            title=title_of(meeting),
            on=meeting.on,
            url=link_to("governance:meeting", meeting.pk),
            words=", ".join(filter(None, (at, meeting.place))),
        )
