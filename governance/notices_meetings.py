"""What the boardroom writes to people about meetings: the agenda, another day, something to do."""

from __future__ import annotations

from collections.abc import Iterable

from governance.bodies.sight import held_on
from governance.models import Action, Meeting
from trust import clock
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post


def agenda_sent(meeting: Meeting, by: User) -> None:
    """Tell who sits on the body that the agenda can be read."""
    where = f", {meeting.place}" if meeting.place else ""
    text = (
        f"{meeting.body.name} meets on {full_date(meeting.on)}{where}.\n\n"
        f"The agenda and its papers:\n{link_to('governance:meeting', meeting.pk)}\n"
    )
    event = f"meeting.called {meeting.pk} {meeting.version}"
    _tell(people_of(meeting), by, event, f"Agenda: {meeting.body.name}, {full_date(meeting.on)}", text)


def meeting_moved(meeting: Meeting, by: User) -> None:
    text = (
        f"The meeting of {meeting.body.name} has been moved to {full_date(meeting.on)}.\n\n"
        f"{link_to('governance:meeting', meeting.pk)}\n"
    )
    subject = f"Moved to {full_date(meeting.on)}: {meeting.body.name}"
    _tell(people_of(meeting), by, f"meeting.moved {meeting.pk} {meeting.on}", subject, text)


def meeting_cancelled(meeting: Meeting, by: User) -> None:
    text = f"The meeting of {meeting.body.name} on {full_date(meeting.on)} has been cancelled.\n"
    event = f"meeting.cancelled {meeting.pk} {meeting.version}"
    _tell(people_of(meeting), by, event, f"Cancelled: {meeting.body.name}, {full_date(meeting.on)}", text)


def action_given(action: Action, by: User) -> None:
    """Tell who has something to do; a post without a person is told by whoever minutes it."""
    if action.owner is None:
        return
    body = action.item.meeting.body.name
    text = (
        f"{body} has asked you to do something by {full_date(action.due_on)}.\n\n"
        f"What it is, and where to say that it is done:\n{link_to('governance:meeting_action', action.pk)}\n"
    )
    _tell([action.owner], by, f"action.given {action.pk}", f"An action for you from {body}", text)


def people_of(meeting: Meeting) -> list[User]:
    """Who sits on the body on the day of the meeting, or today where that is past."""
    day = max(meeting.on, clock.today())
    return list(User.objects.filter(seats__in=held_on(day).filter(body=meeting.body_id)).distinct())


def _tell(people: Iterable[User], by: User, event: str, subject: str, text: str) -> None:
    for person in people:
        if person.pk != by.pk:
            post(person, event, subject, text)
