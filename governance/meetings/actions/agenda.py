"""What can happen to an agenda: items come, change, move and go, papers are added, minutes are written."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from governance.meetings.actions.meetings import open_meeting
from governance.meetings.sight import subject_of
from governance.models import AgendaItem, Meeting, MeetingState, Paper
from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused
from trust.models import User

# Beyond every number of an agenda: where an item stands while two change places.
ASIDE: Final = 30_000


class AgendaConflict(Exception):
    """Somebody else has changed the item since this person began; `standing` is the item as it is now."""

    def __init__(self, standing: AgendaItem) -> None:
        super().__init__("Somebody else has changed this item since you opened it.")
        self.standing = standing


def add_item(meeting: Meeting, *, by: User, title: str, **fields: Any) -> AgendaItem:
    """Add an item at the end of the agenda; the same title twice running is one item."""
    require(by, Permission.KEEP_MEETINGS, subject_of(meeting))
    with transaction.atomic():
        held = open_meeting(meeting)
        title = " ".join(title.split())
        last = held.items.order_by("number").last()
        if last is not None and last.title == title:
            return last
        item = AgendaItem.objects.create(
            meeting=held, number=last.number + 1 if last else 1, title=title, **fields
        )
        history.record(by, "agenda.item_added", item, meeting=held.pk, title=history.salted(title))
    return item


def change_item(item: AgendaItem, *, by: User, seen_version: int, **fields: Any) -> AgendaItem:
    """Change what an item is about; AgendaConflict where somebody else has changed it meanwhile."""
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        held = _held(item, seen_version)
        for name, value in fields.items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        history.record(by, "agenda.item_changed", held, title=history.salted(held.title))
    return held


def move_item(item: AgendaItem, *, by: User, up: bool) -> AgendaItem:
    """Let an item change places with the one above or below it; at the end of the agenda it stays.

    Once the meeting was held the numbers stay, since its minutes are named by them.
    """
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        meeting = open_meeting(item.meeting)
        _require_not_held(meeting)
        item = meeting.items.get(pk=item.pk)
        beside = meeting.items.filter(**{"number__lt" if up else "number__gt": item.number})
        other = beside.order_by("-number" if up else "number").first()
        if other is None:
            return item
        _renumber(item, ASIDE)
        number, other_number = item.number, other.number
        _renumber(other, number)
        _renumber(item, other_number)
        item.number = other_number
        history.record(by, "agenda.item_moved", item, number=other_number)
    return item


def remove_item(item: AgendaItem, *, by: User) -> None:
    """Take an item off the agenda, unless something hangs on it; those below move up. Twice is once."""
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        meeting = open_meeting(item.meeting)
        _require_not_held(meeting)
        standing = meeting.items.filter(pk=item.pk).first()
        if standing is None:
            return
        hanging = (standing.decisions, standing.actions, standing.questions, standing.remits)
        if any(each.exists() for each in hanging) or standing.remits_closed.exists():
            raise Refused("Something has been recorded under this item, so it stays.")
        history.record(by, "agenda.item_removed", standing, title=history.salted(standing.title))
        standing.delete()
        for below in meeting.items.filter(number__gt=standing.number).order_by("number"):
            _renumber(below, below.number - 1)


def add_paper(item: AgendaItem, *, by: User, title: str, url: str) -> Paper:
    """Link a paper to an item; the same address is linked once."""
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        open_meeting(item.meeting)
        paper, is_new = Paper.objects.get_or_create(item=item, url=url, defaults={"title": title})
        if is_new:
            history.record(by, "agenda.paper_added", item, title=history.salted(title))
    return paper


def write_minute(item: AgendaItem, *, by: User, text: str, seen_version: int) -> AgendaItem:
    """Write the minute of an item; AgendaConflict where somebody else has changed the item meanwhile."""
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        held = _held(item, seen_version)
        held.minute_text = text.replace("\r\n", "\n").strip()
        held.version += 1
        held.save()
        history.record(by, "agenda.minuted", held, text=history.salted(held.minute_text))
    return held


def next_number(item: AgendaItem) -> int:
    """The number of the next decision under an item that is locked with its meeting."""
    return (item.decisions.aggregate(most=Max("number"))["most"] or 0) + 1


def _held(item: AgendaItem, seen_version: int) -> AgendaItem:
    open_meeting(item.meeting)
    held = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__body").get(pk=item.pk)
    if held.version != seen_version:
        raise AgendaConflict(held)
    return held


def _require_not_held(meeting: Meeting) -> None:
    if meeting.state == MeetingState.HELD:
        raise Refused(
            "The meeting has been held: its items keep their places, since minutes are named by them."
        )


def _renumber(item: AgendaItem, number: int) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(number=number)
