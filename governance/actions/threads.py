"""The thread from a trustee's question to a closed remit: who may take which step, and what it leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction

from governance import notices
from governance.models import AgendaItem, Answer, Question, QuestionState, Remit, RemitReply, RemitState
from kpis.models import Figure, Return
from milestones.models import Priority
from schools.access import Permission, Person, Subject, allows, require
from schools.models import School
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Area, Term, User

# How long a head has for an answer, where nobody has named a day: two weeks.
DAYS_TO_ANSWER: Final = 14

Row = TypeVar("Row", Question, Remit)


def subject_of(row: Question | Remit) -> Subject:
    """What access needs to know of a question or a remit; who owns or sponsors a priority answers for it."""
    priority = row.priority if isinstance(row, Question) else None
    owners = frozenset(filter(None, (priority.owner_id, priority.sponsor_id))) if priority else frozenset()
    return Subject("thread", school=row.school_id, area=row.area_id, owners=owners)


def may_answer(user: Person, row: Question | Remit) -> bool:
    """The head of the school, the executive, and for a question on a priority its owner and its sponsor; but
    nobody answers what they asked themselves."""
    return not _asked(user, row) and allows(user, Permission.ANSWER_QUESTION, subject_of(row))


def owes_answer(user: Person, question: Question) -> bool:
    """Whether the answer is waited for from this person: a sponsor may answer, but the owner owes it."""
    lead = question.priority.owner_id if question.priority else None
    place = Subject("thread", school=question.school_id, area=question.area_id)
    is_theirs = lead in (None, user.pk) or allows(user, Permission.ANSWER_QUESTION, place)
    return is_theirs and may_answer(user, question)


def may_close(user: Person, question: Question) -> bool:
    """Whoever asked, while they may ask, and whoever sets remits."""
    subject = subject_of(question)
    asked = question.asked_by_id == user.pk and allows(user, Permission.ASK_QUESTION, subject)
    return asked or allows(user, Permission.SET_REMIT, subject)


@transaction.atomic
def ask_question(
    *,
    by: User,
    text: str,
    term: Term,
    key: str,
    school: School | None = None,
    area: Area | None = None,
    figure: Figure | None = None,
    priority: Priority | None = None,
    due_on: date | None = None,
) -> Question:
    """Ask about a figure, a priority or a school; the same `key` asks once, however often it is sent."""
    require(by, Permission.ASK_QUESTION, _place(school, area))
    question, is_new = Question.objects.get_or_create(
        request_key=key,
        defaults={
            "text": _words(text, "Write your question."),
            "term": term,
            "school": school,
            "area": area,
            "figure": figure,
            "priority": priority,
            "asked_by": by,
            "asked_at": clock.now(),
            "due_on": due_on or clock.today() + timedelta(days=DAYS_TO_ANSWER),
        },
    )
    if is_new:
        history.record(
            by, "question.asked", question, text=history.salted(question.text), due_on=question.due_on
        )
        notices.question_asked(question)
    return question


@transaction.atomic
def answer_question(question: Question, *, by: User, text: str) -> Answer:
    """Answer; a further answer adds to the thread."""
    question = _locked(question)
    _require_answerer(by, question)
    if question.state == QuestionState.CLOSED:
        raise Refused("This question has been closed; nothing more is needed.")
    text = _words(text, "Write your answer.")
    if (last := question.answers.last()) and (last.text, last.by_id) == (text, by.pk):
        return last  # the same words sent twice are one answer
    answer = Answer.objects.create(question=question, text=text, by=by, at=clock.now())
    if question.state == QuestionState.OPEN:
        advance(question, QuestionState.ANSWERED)
        question.save()
    history.record(by, "question.answered", question, text=history.salted(text))
    notices.question_answered(answer)
    return answer


@transaction.atomic
def close_question(question: Question, *, by: User, outcome: str = "") -> Question:
    """Close it: whoever asked may, and whoever sets remits. `outcome` says what came of it, if anything."""
    question = _locked(question)
    if not may_close(by, question):
        require(by, Permission.SET_REMIT, subject_of(question))
    advance(question, QuestionState.CLOSED, refusal="This question is closed already.")
    question.closed_by, question.closed_at, question.outcome = by, clock.now(), outcome
    question.save()
    history.record(by, "question.closed", question, outcome=str(outcome))
    return question


@transaction.atomic
def set_remit(
    *,
    by: User,
    text: str,
    set_in: Term,
    due_in: Term,
    key: str,
    school: School | None = None,
    area: Area | None = None,
    question: Question | None = None,
    minute: str = "",
    **about: Any,
) -> Remit:
    """Set what the school, or the executive, is to do; it stands at the top of the return of `due_in`.

    `about` may name `kpi`, `priority`, `owner`, `owner_post`, and the agenda `item` under which it was set.
    """
    require(by, Permission.SET_REMIT, _place(school, area))
    if due_in.ref < set_in.ref:
        raise Refused("A remit is answered in the return of this term or a later one.")
    remit, is_new = Remit.objects.get_or_create(
        request_key=key,
        defaults={
            "text": _words(text, "Write what is to be done."),
            "set_in": set_in,
            "due_in": due_in,
            "school": school,
            "area": area,
            "question": question,
            "minute": minute,
            "set_by": by,
            "set_at": clock.now(),
            **about,
        },
    )
    if is_new:
        history.record(by, "remit.set", remit, text=history.salted(remit.text), due_in=due_in.ref)
        notices.remit_set(remit)
    return remit


@transaction.atomic
def reply_to_remit(remit: Remit, *, by: User, text: str, returned: Return | None = None) -> RemitReply:
    """Say what has been done; the remit stays until the board closes it."""
    remit = _locked(remit)
    _require_answerer(by, remit)
    if remit.state == RemitState.CLOSED:
        raise Refused("The board has closed this remit; nothing more is needed.")
    text = _words(text, "Write what has been done.")
    if (last := remit.replies.last()) and (last.text, last.by_id) == (text, by.pk):
        return last
    reply = RemitReply.objects.create(remit=remit, returned=returned, text=text, by=by, at=clock.now())
    if remit.state == RemitState.OPEN:
        advance(remit, RemitState.REPLIED)
        remit.save()
    history.record(by, "remit.replied", remit, text=history.salted(text))
    notices.remit_replied(reply)
    return reply


@transaction.atomic
def close_remit(remit: Remit, *, by: User, item: AgendaItem | None = None, words: str = "") -> Remit:
    """Close it, because the board is content with what was done: under an agenda item, in its words."""
    remit = _locked(remit)
    require(by, Permission.SET_REMIT, subject_of(remit))
    advance(remit, RemitState.CLOSED, refusal="This remit is closed already.")
    remit.closed_by, remit.closed_at = by, clock.now()
    remit.closed_in, remit.closing_words = item, " ".join(words.split())
    remit.save()
    history.record(by, "remit.closed", remit, words=history.salted(remit.closing_words))
    return remit


def _place(school: School | None, area: Area | None) -> Subject:
    return Subject("thread", school=school.pk if school else None, area=area.pk if area else None)


def _require_answerer(by: User, row: Question | Remit) -> None:
    require(by, Permission.ANSWER_QUESTION, subject_of(row))
    if _asked(by, row):
        raise Refused("You asked this yourself, so somebody else answers it.")


def _asked(user: Person, row: Question | Remit) -> bool:
    return isinstance(row, Question) and row.asked_by_id == user.pk


def _locked(row: Row) -> Row:
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def _words(text: str, refusal: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(refusal)
    return text
