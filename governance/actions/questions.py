"""What can happen to a question: drafted and sent, given to a leader, answered, asked further, closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from governance import notices
from governance.actions.threads import (
    locked,
    may_ask_on,
    may_assign,
    may_close,
    place_of,
    plain_words,
    require_answerer,
    subject_of,
)
from governance.models import Answer, Question, QuestionState
from schools.access import Permission, require
from schools.models import School
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Area, Term, User
from trust.stamps import stamp_of

# How long a head has for an answer, where nobody has named a day: two weeks.
DAYS_TO_ANSWER: Final = 14
NO_WORDS: Final = "Write your question."
CLOSED: Final = "This question has been closed; nothing more is needed."


class DraftConflict(Exception):
    """Its asker has changed the draft in another window since; `standing` is how it reads now."""

    def __init__(self, standing: Question) -> None:
        super().__init__("You have changed this draft since you opened this page.")
        self.standing = standing


def stamp_of_draft(draft: Question) -> str:
    return stamp_of(text=draft.text)


@transaction.atomic
def ask_question(
    *,
    by: User,
    text: str,
    term: Term,
    key: str,
    school: School | None = None,
    area: Area | None = None,
    due_on: date | None = None,
    **about: Any,
) -> Question:
    """Ask about something at a school or in the trust; the same `key` asks once, however often it is sent.

    `about` may name a `figure`, a `priority`, a `finding`, or the `section` of the term's Trust Update.
    """
    require(by, Permission.ASK_QUESTION, place_of(school, area))
    question, is_new = Question.objects.get_or_create(
        request_key=key,
        defaults={
            "text": plain_words(text, NO_WORDS),
            "term": term,
            "school": school,
            "area": area,
            "asked_by": by,
            "asked_at": clock.now(),
            "due_on": due_on or _due(),
            **about,
        },
    )
    if is_new:
        _tell_asked(question, by)
    return question


@transaction.atomic
def draft_question(
    *, by: User, text: str, term: Term, key: str, school: School | None = None, area: Area | None = None,
    **about: Any,
) -> Question:  # fmt: skip
    """Keep a question for oneself. Nobody is told and nothing enters the history before it is sent."""
    require(by, Permission.ASK_QUESTION, place_of(school, area))
    draft, _ = Question.objects.get_or_create(
        request_key=key,
        defaults={
            "state": QuestionState.DRAFT,
            "text": plain_words(text, NO_WORDS),
            "term": term,
            "school": school,
            "area": area,
            "asked_by": by,
            "asked_at": clock.now(),
            "due_on": _due(),
            **about,
        },
    )
    return draft


@transaction.atomic
def change_draft(draft: Question, *, by: User, text: str, seen: str) -> Question:
    """Put other words into one's own draft; `seen` is the stamp of the one that was read."""
    held = _own_draft(draft, by, seen)
    held.text = plain_words(text, NO_WORDS)
    held.save(update_fields=["text"])
    return held


@transaction.atomic
def delete_draft(draft: Question, *, by: User) -> None:
    """Throw one's own draft away; nothing is left of it. Twice is once."""
    held = Question.objects.select_for_update().filter(pk=draft.pk, asked_by=by).first()
    if held is None:
        return
    if held.state != QuestionState.DRAFT:
        raise Refused("This question has been sent, so it stays.")
    held.delete()


@transaction.atomic
def send_draft(draft: Question, *, by: User, text: str, seen: str) -> Question:
    """Ask what was kept as a draft, in these words: from now on it is a question like any other."""
    held = _own_draft(draft, by, seen)
    require(by, Permission.ASK_QUESTION, subject_of(held))
    held.text = plain_words(text, NO_WORDS)
    held.asked_at, held.due_on = clock.now(), _due()
    advance(held, QuestionState.OPEN)
    held.save()
    _tell_asked(held, by)
    return held


@transaction.atomic
def assign_question(question: Question, *, by: User, to: User) -> Question:
    """Give a question to a leader, who is written to; to the same one twice is once."""
    question = locked(question)
    if not may_assign(by, question):
        raise PermissionDenied("Your role does not let you give this question to somebody.")
    if question.state == QuestionState.CLOSED:
        raise Refused(CLOSED)
    if question.asked_by_id == to.pk:
        raise Refused("Whoever asked does not answer; choose somebody else.")
    if question.assigned_to_id == to.pk:
        return question
    question.assigned_to = to
    question.save(update_fields=["assigned_to"])
    history.record(by, "question.assigned", question, to=to.history_key)
    notices.question_assigned(question, by)
    return question


@transaction.atomic
def answer_question(question: Question, *, by: User, text: str) -> Answer:
    """Answer; a further answer adds to the thread."""
    question = locked(question)
    require_answerer(by, question)
    return add_answer(question, recorded_by=by, by=by, text=text)


def add_answer(question: Question, *, recorded_by: User, by: User, text: str) -> Answer:
    """Put an answer to a question that is locked; the same words of the same person are one answer."""
    if question.state == QuestionState.CLOSED:
        raise Refused(CLOSED)
    text = plain_words(text, "Write your answer.")
    if (last := question.answers.last()) and (last.text, last.by_id) == (text, by.pk):
        return last
    answer = Answer.objects.create(question=question, text=text, by=by, at=clock.now())
    if question.state == QuestionState.OPEN:
        advance(question, QuestionState.ANSWERED)
        question.save()
    history.record(recorded_by, "question.answered", question, text=history.salted(text))
    notices.question_answered(answer)
    return answer


@transaction.atomic
def ask_further(question: Question, *, by: User, text: str) -> Answer:
    """Ask on after an answer: the thread waits for an answer again, for two weeks more."""
    question = locked(question)
    if not may_ask_on(by, question):
        raise PermissionDenied("Whoever asked the question asks further.")
    text = plain_words(text, NO_WORDS)
    if (last := question.answers.last()) and (last.text, last.by_id) == (text, by.pk):
        return last
    advance(question, QuestionState.OPEN, refusal=_no_further(question))
    question.due_on = _due()
    question.save()
    asked = Answer.objects.create(question=question, text=text, by=by, at=clock.now())
    history.record(by, "question.asked_further", question, text=history.salted(text), due_on=question.due_on)
    notices.asked_further(asked)
    return asked


@transaction.atomic
def close_question(question: Question, *, by: User, outcome: str = "") -> Question:
    """Close it: whoever asked may, and whoever sets remits. `outcome` says what came of it, if anything."""
    question = locked(question)
    if not may_close(by, question):
        require(by, Permission.SET_REMIT, subject_of(question))
    advance(question, QuestionState.CLOSED, refusal="This question is closed already.")
    question.closed_by, question.closed_at, question.outcome = by, clock.now(), outcome
    question.save()
    history.record(by, "question.closed", question, outcome=str(outcome))
    return question


def _own_draft(draft: Question, by: User, seen: str) -> Question:
    """The draft, locked; a question that is not one's own draft is not there. Raises DraftConflict."""
    held = Question.objects.select_for_update().filter(pk=draft.pk, asked_by=by).first()
    if held is None:
        raise Http404
    if held.state != QuestionState.DRAFT:
        raise Refused("This question has been sent already.")
    if stamp_of_draft(held) != seen:
        raise DraftConflict(held)
    return held


def _tell_asked(question: Question, by: User) -> None:
    words = history.salted(question.text)
    history.record(by, "question.asked", question, text=words, due_on=question.due_on)
    notices.question_asked(question)


def _due() -> date:
    return clock.today() + timedelta(days=DAYS_TO_ANSWER)


def _no_further(question: Question) -> str:
    return CLOSED if question.state == QuestionState.CLOSED else "It waits for an answer already."
