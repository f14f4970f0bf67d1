"""What the loop asks of a person: the Trust Update to read or to issue, questions, and remits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from governance.actions import may_answer, owes_answer
from governance.models import Question, QuestionState, Remit, RemitState
from governance.queries import threads
from governance.queries.updates import drafts, issued_updates, may_compile
from schools import access
from schools.access import Permission
from schools.yours import Duty, Source
from trust.models import Term, User

MOST: Final = 8
WORDS: Final = 16  # of a question, enough to know it again


def update_to_read(user: User, today: date) -> Iterable[Duty]:
    """The last Update issued to the person, until the board has met over it. One query."""
    update = None if may_compile(user) else issued_updates(user).first()
    if update and update.term.board_date and update.term.board_date >= today:
        url = reverse("governance:update", args=[update.term.ref])
        yield Duty("Read the Trust Update", url, update.term.board_date, update.term.name)


def update_to_issue(user: User, _today: date) -> Iterable[Duty]:
    """Each Update in the making, for who issues it. One query."""
    if access.allows(user, Permission.ISSUE_UPDATE):
        for update in drafts():
            url = reverse("governance:update", args=[update.term.ref])
            yield Duty("Issue the Trust Update", url, _issued_by(update.term), update.term.name)


def questions(user: User, _today: date) -> Iterable[Duty]:
    """The questions that wait for the person's answer, and the answers to their own. Two queries."""
    if not threads.may_follow(user):
        return
    waiting = Q(state=QuestionState.OPEN) | Q(state=QuestionState.ANSWERED, asked_by=user.pk)
    duties = (_question(user, each) for each in threads.questions_for(user).filter(waiting))
    yield from [duty for duty in duties if duty][:MOST]


def remits(user: User, _today: date) -> Iterable[Duty]:
    """The remits that stand on what the person answers for, and have no reply yet. Two queries."""
    if not threads.may_follow(user):
        return
    standing = threads.remits_for(user).filter(state=RemitState.OPEN)
    for remit in [each for each in standing if _is_theirs(user, each)][:MOST]:
        due = remit.due_in.returns_due or remit.due_in.last_day
        yield Duty("Report on a remit", remit.get_absolute_url(), due, _short(remit.text))


def _question(user: User, question: Question) -> Duty | None:
    url, about = question.get_absolute_url(), _short(question.text)
    if question.state == QuestionState.ANSWERED:
        return Duty("Read the answer to your question", url, None, about)
    if not owes_answer(user, question) or (question.school_id and _leads_the_trust(user, question)):
        return None
    return Duty("Answer a question", url, question.due_on, about)


def _leads_the_trust(user: User, question: Question) -> bool:
    """The head answers what is asked about a school; the executive may, and is not waited for."""
    return may_compile(user) and question.assigned_to_id != user.pk


def _is_theirs(user: User, remit: Remit) -> bool:
    """Whom it names; else the head of its school, or the executive for what has no school."""
    if remit.owner_id is not None:
        return remit.owner_id == user.pk
    return may_answer(user, remit) and (remit.school_id is None or not may_compile(user))


def _issued_by(term: Term) -> date | None:
    return term.issue_on or term.board_date


def _short(text: str) -> str:
    return Truncator(text).words(WORDS, truncate=" …")


SOURCES: Final[tuple[Source, ...]] = (update_to_read, update_to_issue, questions, remits)
