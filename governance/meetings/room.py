"""The evening's page of a meeting: every item with what it needs, so that nothing is fetched in the room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from governance.meetings.given import Given, Part, read_given
from governance.meetings.queries import MOST_QUESTIONS, Matters, MeetingPage, Standing, with_answers
from governance.models import AgendaItem, ItemKind, Meeting, Question, QuestionState
from governance.models import TrustUpdate as Update
from governance.queries import threads
from schools.access import Person


@dataclass(frozen=True, slots=True)
class RoomItem:
    """One item as it is read at the table; `place` is 'Item 3 of 9', `begins` the hour it is planned for."""

    item: AgendaItem
    place: str
    begins: str
    before: int  # the number of the item before, 0 at the first
    after: int
    questions: tuple[Question, ...]
    remits: tuple[Standing, ...]
    matters: Matters | None
    summary: Part | None
    schools: tuple[Part, ...]
    strands: tuple[Part, ...]
    figures: tuple[Part, ...]
    milestones: tuple[Part, ...]
    thread: Part | None

    @property
    def is_for_decision(self) -> bool:
        return self.item.kind == ItemKind.DECISION

    @property
    def asked(self) -> list[Part]:
        """What the Trust Update asks of the board, where the item opens on its summary."""
        return list(self.summary["asked"]) if self.summary else []

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to read under it but its title."""
        told = (self.questions, self.remits, self.matters, self.summary, self.schools, self.strands)
        return not any((*told, self.figures, self.milestones, self.thread))


def room_of(meeting: Meeting, page: MeetingPage, user: Person, update: Update | None) -> tuple[RoomItem, ...]:
    """The items that `page` gives the reader; three queries more than it, however long the agenda is.

    `update` is the Trust Update issued to the reader that the meeting opens on: its frozen contents alone
    are printed, so what changes meanwhile does not change the page.
    """
    questions = _questions(page.items, user)
    given = read_given(update, page.items)
    numbers = [item.number for item in page.items]
    begin = _beginnings(meeting, page.items)
    return tuple(
        RoomItem(
            item=item,
            place=f"Item {place} of {len(numbers)}",
            begins=begin.get(item.pk, ""),
            before=numbers[place - 2] if place > 1 else 0,
            after=numbers[place] if place < len(numbers) else 0,
            questions=_asked_under(item, questions),
            remits=_remits_on(item, page.matters.remits),
            matters=page.matters if item.kind == ItemKind.MATTERS and page.matters else None,
            **_read(given, item),
        )
        for place, item in enumerate(page.items, 1)
    )


def _read(given: Given, item: AgendaItem) -> dict[str, Any]:
    """What the Update that was issued says to the item."""
    return {
        "summary": given.summary_for(item),
        "schools": given.schools_for(item),
        "strands": given.strands_for(item),
        "figures": given.figures_for(item),
        "milestones": given.milestones_for(item),
        "thread": given.thread_for(item),
    }


def _questions(items: Iterable[AgendaItem], user: Person) -> list[Question]:
    """What was put under one of the items, and what is open about what they speak of; two queries."""
    items = list(items)
    about = Q(figure__kpi__in={item.kpi_id for item in items if item.kpi_id})
    about |= Q(priority__in={item.priority_id for item in items if item.priority_id})
    about |= Q(school__in={item.school_id for item in items if item.school_id})
    unput = about & Q(item__isnull=True) & ~Q(state=QuestionState.CLOSED)
    put = Q(item__in=[item.pk for item in items])
    return list(with_answers(threads.questions_for(user).filter(put | unput)))


def _asked_under(item: AgendaItem, questions: list[Question]) -> tuple[Question, ...]:
    """Those put under it first, then a few about the same subject."""
    put = [each for each in questions if each.item_id == item.pk]
    about = [each for each in questions if each.item_id is None and _is_about(item, each)]
    return (*put, *about[:MOST_QUESTIONS])


def _is_about(item: AgendaItem, question: Question) -> bool:
    kpi = question.figure.kpi_id if question.figure else None
    return _same_subject(item, kpi, question.priority_id, question.school_id)


def _remits_on(item: AgendaItem, standing: Iterable[Standing]) -> tuple[Standing, ...]:
    found = ((each, each.remit) for each in standing)
    return tuple(
        each for each, remit in found if _same_subject(item, remit.kpi_id, remit.priority_id, remit.school_id)
    )


def _same_subject(item: AgendaItem, kpi: int | None, priority: int | None, school: int | None) -> bool:
    """A school is the subject of an item that names neither a KPI nor a priority."""
    if item.kpi_id or item.priority_id:
        return bool(
            (item.kpi_id and item.kpi_id == kpi) or (item.priority_id and item.priority_id == priority)
        )
    return item.school_id is not None and item.school_id == school


def _beginnings(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, str]:
    """Item → the hour at which it is planned to begin, up to the first whose predecessor has no length."""
    if meeting.starts_at is None:
        return {}
    return {pk: f"{at:%H:%M}" for pk, at in _hours(datetime.combine(meeting.on, meeting.starts_at), items)}


def _hours(at: datetime, items: Iterable[AgendaItem]) -> Iterator[tuple[int, datetime]]:
    for item in items:
        yield item.pk, at
        if not item.minutes_planned:
            return
        at += timedelta(minutes=item.minutes_planned)
