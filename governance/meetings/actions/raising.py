"""Questions and remits in a meeting: a question is put and answered under an item, a remit set and closed."""

from __future__ import annotations

from django.db import transaction

from governance.actions import close_remit, set_remit
from governance.actions.questions import add_answer
from governance.actions.threads import locked
from governance.meetings.actions.meetings import open_meeting
from governance.meetings.sight import subject_of
from governance.meetings.wording import minute_of_item
from governance.models import AgendaItem, Answer, Question, QuestionState, Remit
from schools.access import Permission, require
from schools.models import School
from trust import history
from trust.lifecycle import Refused
from trust.models import Term, User


def put_question(item: AgendaItem, question: Question, *, by: User) -> Question:
    """Put a question under an agenda item, where it is answered or spoken of; twice is once."""
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        open_meeting(item.meeting)
        held = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        if held.state == QuestionState.CLOSED:
            raise Refused("This question has been closed; it needs no meeting any more.")
        if held.item_id != item.pk:
            held.item = item
            held.save(update_fields=["item"])
            history.record(by, "question.put", held, item=item.pk)
    return held


def answer_at(item: AgendaItem, question: Question, *, by: User, answered_by: User, text: str) -> Answer:
    """Record what a leader answered in the meeting to a question that was put under the item."""
    require(by, Permission.KEEP_MEETINGS, subject_of(item.meeting))
    with transaction.atomic():
        open_meeting(item.meeting)
        held = locked(question)
        if held.item_id != item.pk:
            raise Refused("Put the question under this item first.")
        if held.asked_by_id == answered_by.pk:
            raise Refused("Whoever asked does not answer; choose who did.")
        return add_answer(held, recorded_by=by, by=answered_by, text=text)


def set_remit_at(
    item: AgendaItem,
    *,
    by: User,
    text: str,
    due_in: Term,
    key: str,
    school: School | None = None,
    owner: User | None = None,
    owner_post: str = "",
) -> Remit:
    """Set a remit under an agenda item, about the KPI and the priority that the item speaks of."""
    with transaction.atomic():
        meeting = open_meeting(item.meeting)
        return set_remit(
            by=by, text=text, set_in=meeting.term, due_in=due_in, key=key, school=school,
            area=item.kpi.area if item.kpi else None, minute=minute_of_item(item), item=item,
            kpi=item.kpi, priority=item.priority, owner=owner, owner_post=owner_post,
        )  # fmt: skip


def close_remit_at(item: AgendaItem, remit: Remit, *, by: User, words: str) -> Remit:
    """Close a remit under an agenda item, in the words of the meeting."""
    with transaction.atomic():
        open_meeting(item.meeting)
        return close_remit(remit, by=by, item=item, words=words)
