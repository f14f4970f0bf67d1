"""What can happen to a meeting: it is planned, moved, called, held, and its minutes are agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from governance import notices_meetings
from governance.meetings.schedule import Proposed
from governance.meetings.sight import TRUST, subject_of
from governance.models import AgendaItem, ItemKind, Meeting, MeetingPresence, MeetingState
from schools.access import Permission, require
from schools.models import Body
from trust import clock, history
from trust.dates import short_date
from trust.lifecycle import Refused, advance
from trust.models import Term, User

AGREED: Final = "The minutes of this meeting have been agreed, so nothing of it changes any more."
CANCELLED: Final = "This meeting has been cancelled. Plan it again first."
# What every agenda opens with.
OPENING: Final = (
    (ItemKind.OPENING, "Welcome and apologies"),
    (ItemKind.INTERESTS, "Declarations of interest"),
    (ItemKind.MATTERS, "Minutes of the last meeting and matters arising"),
)
VERBS: Final = {
    MeetingState.PLANNED: "meeting.replanned",
    MeetingState.CALLED: "meeting.called",
    MeetingState.HELD: "meeting.held",
    MeetingState.MINUTED: "meeting.minuted",
    MeetingState.CANCELLED: "meeting.cancelled",
}


def plan_meeting(
    body: Body, *, by: User, on: date, starts_at: time | None = None, place: str = "", title: str = ""
) -> Meeting:
    """Plan a meeting with the items that open every agenda. Planned twice for a day, it is planned once.

    Raises ValidationError at `on` for a day outside the calendar, or on which another one is planned.
    """
    require(by, Permission.KEEP_MEETINGS, TRUST)
    with transaction.atomic():
        body = Body.objects.select_for_update().get(pk=body.pk)
        if body.closed_on is not None and body.closed_on <= on:
            raise ValidationError({"on": f"{body.name} was closed on {short_date(body.closed_on)}."})
        if known := Meeting.objects.filter(body=body, on=on).first():
            return known
        fields = {"starts_at": starts_at, "place": place.strip(), "title": title.strip()}
        meeting = Meeting.objects.create(body=body, on=on, term=_term_on(on), **fields)
        for number, (kind, words) in enumerate(OPENING, start=1):
            AgendaItem.objects.create(meeting=meeting, number=number, kind=kind, title=words)
        history.record(by, "meeting.planned", meeting, body=body.slug, on=on)
    return meeting


def plan_year(wanted: Iterable[Proposed], *, by: User) -> list[Meeting]:
    """Plan the meetings that were chosen of those proposed; all of them, or none."""
    require(by, Permission.KEEP_MEETINGS, TRUST)
    with transaction.atomic():
        chosen = list(wanted)
        bodies = Body.objects.in_bulk({each.body for each in chosen})
        return [plan_meeting(bodies[each.body], by=by, on=each.on) for each in chosen]


def change_meeting(
    meeting: Meeting, *, by: User, on: date, starts_at: time | None, place: str, title: str
) -> Meeting:
    """Move it to another day, time or place; who was sent the agenda is told of another day."""
    require(by, Permission.KEEP_MEETINGS, subject_of(meeting))
    with transaction.atomic():
        held = open_meeting(meeting)
        if Meeting.objects.filter(body=held.body_id, on=on).exclude(pk=held.pk).exists():
            raise ValidationError({"on": f"{held.body.name} has another meeting on {short_date(on)}."})
        moved = on != held.on
        if moved and held.state == MeetingState.HELD:
            raise ValidationError({"on": "It has been held. Its day does not change any more."})
        if moved:
            held.moved_from, held.on, held.term = held.on, on, _term_on(on)
        held.starts_at, held.place, held.title = starts_at, place.strip(), title.strip()
        held.version += 1
        held.save()
        history.record(by, "meeting.moved" if moved else "meeting.changed", held, on=on)
        if moved and held.state == MeetingState.CALLED:
            notices_meetings.meeting_moved(held, by)
    return held


def take_step(meeting: Meeting, *, by: User, to: str) -> Meeting:
    """Send the agenda, say that it was held, that its minutes are agreed, or cancel it. Twice is once."""
    require(by, Permission.KEEP_MEETINGS, subject_of(meeting))
    with transaction.atomic():
        held = locked(meeting)
        if held.state == to:
            return held
        _check_step(held, to)
        was_called = held.state == MeetingState.CALLED
        advance(held, to)
        held.version += 1
        held.save()
        history.record(by, VERBS[MeetingState(to)], held, on=held.on)
        if to == MeetingState.CALLED:
            notices_meetings.agenda_sent(held, by)
        if to == MeetingState.CANCELLED and was_called:
            notices_meetings.meeting_cancelled(held, by)
    return held


def note_presences(meeting: Meeting, *, by: User, presences: Mapping[User, str]) -> None:
    """Note who was there and who sent apologies; a person without a presence is taken off the list."""
    require(by, Permission.KEEP_MEETINGS, subject_of(meeting))
    with transaction.atomic():
        held = open_meeting(meeting)
        for person, presence in presences.items():
            if presence:
                MeetingPresence.objects.update_or_create(
                    meeting=held, person=person, defaults={"presence": presence}
                )
            else:
                MeetingPresence.objects.filter(meeting=held, person=person).delete()
        told = {person.history_key: str(presence) for person, presence in presences.items() if presence}
        history.record(by, "meeting.presences", held, presences=told)


def locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("body", "term").get(pk=meeting.pk)


def open_meeting(meeting: Meeting) -> Meeting:
    """The meeting, locked; Refused once its minutes are agreed, or while it is cancelled."""
    held = locked(meeting)
    if held.state == MeetingState.MINUTED:
        raise Refused(AGREED)
    if held.state == MeetingState.CANCELLED:
        raise Refused(CANCELLED)
    return held


def _check_step(meeting: Meeting, to: str) -> None:
    today = clock.today()
    if meeting.state == MeetingState.MINUTED:
        raise Refused(AGREED)
    if to == MeetingState.HELD and meeting.on > today:
        raise Refused(f"It is on {short_date(meeting.on)}; say that it was held once it has been.")
    if to == MeetingState.CALLED and not meeting.items.exists():
        raise Refused("The agenda has no item yet, so there is nothing to send.")
    if to == MeetingState.CANCELLED and _has_outcome(meeting):
        raise Refused("Something has been decided at it, so it is not cancelled.")


def _has_outcome(meeting: Meeting) -> bool:
    items = meeting.items
    return items.filter(decisions__isnull=False).exists() or items.filter(actions__isnull=False).exists()


def _term_on(day: date) -> Term:
    """The term that the day falls in; between terms, the one before it."""
    term = Term.objects.filter(starts__lte=day).order_by("-starts").first()
    if term is None or (term.ends <= day and not Term.objects.filter(starts__gt=day).exists()):
        raise ValidationError({"on": "The calendar has no term on that day yet."})
    return term
