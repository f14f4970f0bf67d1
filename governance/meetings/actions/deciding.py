"""What a meeting leaves: decisions under an item, and actions that somebody is to do by a day."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance import notices_meetings
from governance.meetings.actions.agenda import next_number
from governance.meetings.actions.meetings import open_meeting
from governance.meetings.sight import keeps_meetings, subject_of
from governance.models import Action, AgendaItem, Decision, MeetingState
from schools.access import Permission, require
from trust import clock, history
from trust.dates import short_date
from trust.lifecycle import Refused
from trust.models import User


def decide(item: AgendaItem, *, by: User, kind: str, text: str, key: str) -> Decision:
    """Record what was decided under an item; the same `key` decides once. Refused before the day has come."""
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        meeting = open_meeting(item.meeting)
        if meeting.on > clock.today():
            raise Refused(f"The meeting is on {short_date(meeting.on)}. What it decides is recorded then.")
        decision, is_new = Decision.objects.get_or_create(
            request_key=key,
            defaults={
                "item": item,
                "number": next_number(item),
                "kind": kind,
                "text": text.strip(),
                "by": by,
                "at": clock.now(),
            },
        )
        if is_new:
            facts = {"item": item.pk, "kind": str(kind), "number": decision.number}
            history.record(by, "decision.recorded", decision, text=history.salted(decision.text), **facts)
    return decision


def give_action(
    item: AgendaItem,
    *,
    by: User,
    text: str,
    due_on: date,
    key: str,
    owner: User | None = None,
    owner_post: str = "",
) -> Action:
    """Give somebody something to do by a day; the same `key` gives it once, and the person is told.

    Raises ValidationError at `owner` where neither a person nor a post is named, and at `due_on` for a day
    before the meeting.
    """
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    if owner is None and not owner_post.strip():
        raise ValidationError({"owner": "Choose a person, or name a post below."})
    with transaction.atomic():
        meeting = open_meeting(item.meeting)
        if due_on < meeting.on:
            raise ValidationError(
                {"due_on": f"Choose the day of the meeting, {short_date(meeting.on)}, or later."}
            )
        action, is_new = Action.objects.get_or_create(
            request_key=key,
            defaults={
                "item": item,
                "text": " ".join(text.split()),
                "owner": owner,
                "owner_post": owner_post.strip(),
                "due_on": due_on,
                "set_on": min(meeting.on, clock.today()),
            },
        )
        if is_new:
            words = history.salted(action.text)
            history.record(by, "action.given", action, item=item.pk, due_on=due_on, text=words)
            notices_meetings.action_given(action, by)
    return action


def may_finish(user: User, action: Action) -> bool:
    """Whoever has it to do, and whoever keeps the minutes."""
    return action.owner_id == user.pk or keeps_meetings(user)


def finish_action(action: Action, *, by: User, words: str) -> Action:
    """Say that it is done, in words; done twice is done once.

    It can be said after the minutes are agreed too, since it happens after the meeting.
    """
    if not may_finish(by, action):
        raise PermissionDenied("Whoever has it to do says that it is done, or the governance professional.")
    with transaction.atomic():
        held = (
            Action.objects.select_for_update(of=("self",)).select_related("item__meeting").get(pk=action.pk)
        )
        if held.done_on is not None:
            return held
        if held.item.meeting.state == MeetingState.CANCELLED:
            raise Refused("The meeting that set it was cancelled.")
        held.done_on, held.done_by, held.done_words = clock.today(), by, " ".join(words.split())
        held.save()
        history.record(by, "action.done", held, words=history.salted(held.done_words))
    return held
