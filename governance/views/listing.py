"""The lists of questions and remits as they are printed: a row each, and the sentence above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.actions import owes_answer
from governance.models import Question, QuestionState, Remit, RemitState
from governance.queries.targets import Target
from schools.access import Person
from trust import clock
from trust.clock import LONDON
from trust.dates import day_and_month

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class Listed:
    """One question or remit: what it says, about what, who has the next step, and by when."""

    url: str
    text: str
    about: str
    about_url: str
    asked: str
    state: str
    is_waiting: bool
    owes: str
    is_late: bool


def question_row(user: Person, question: Question) -> Listed:
    target, waits = Target.of(question), question.state == QuestionState.OPEN
    who = "You" if question.asked_by_id == user.pk else question.asked_by.name
    return Listed(
        url=question.get_absolute_url(),
        text=question.text,
        about=target.title,
        about_url=target.url,
        asked=f"{who} asked on {_day(question.asked_at.astimezone(LONDON).date())}",
        state=question.get_state_display(),
        is_waiting=waits,
        owes=_owes_question(user, question, target) if waits else "",
        is_late=waits and question.due_on < clock.today(),
    )


def remit_row(remit: Remit, today: date) -> Listed:
    target = Target.of(remit)
    return Listed(
        url=remit.get_absolute_url(),
        text=remit.text,
        about=target.title,
        about_url=target.url,
        asked=f"Set in {remit.set_in.name}{f', {remit.minute}' if remit.minute else ''}",
        state=remit.get_state_display(),
        is_waiting=remit.state != RemitState.CLOSED,
        owes=_owes_reply(remit, target, today),
        is_late=is_late(remit, today),
    )


def is_late(remit: Remit, today: date) -> bool:
    """Whether its term is over, or the return that answers it was due and nothing has been said."""
    due = remit.due_in.returns_due
    unanswered = remit.state == RemitState.OPEN and due is not None and due < today
    return unanswered or remit.is_past(today)


def _owes_reply(remit: Remit, target: Target, today: date) -> str:
    if remit.state == RemitState.CLOSED:
        return ""
    past = f", past its term, {remit.due_in.name}" if remit.is_past(today) else ""
    if remit.state == RemitState.REPLIED:
        return f"The board decides whether it is closed{past}"
    late = ", overdue" if is_late(remit, today) and not past else past
    return f"{_capital(target.answered_by)} replies in the return for {remit.due_in.name}{late}"


def headline_of_questions(user: Person, waiting: Sequence[Question]) -> str:
    """'Two questions wait for your answer'; the finding of the page in one sentence."""
    own = [each for each in waiting if owes_answer(user, each)]
    found, whose = (own, "your answer") if own else (list(waiting), "an answer")
    if not found:
        return "No question waits for an answer"
    late = sum(each.due_on < clock.today() for each in found)
    overdue = f", {_number(late).lower()} of them overdue" if late and len(found) > 1 else ""
    return f"{_number(len(found))} {_waits('question', len(found))} for {whose}{overdue}"


def headline_of_remits(standing: Sequence[Remit], today: date) -> str:
    """'Two remits stand, one of them replied to'; and how many are past their term."""
    return f"{_standing(standing)}{_past(standing, today)}"


def _past(standing: Sequence[Remit], today: date) -> str:
    past = sum(each.is_past(today) for each in standing)
    if not past:
        return ""
    if len(standing) == 1:
        return ", past its term"
    return f", {_number(past).lower()} past {'its' if past == 1 else 'their'} term"


def _standing(standing: Sequence[Remit]) -> str:
    if not standing:
        return "No remit stands"
    replied = sum(each.state == RemitState.REPLIED for each in standing)
    noun = "remit stands" if len(standing) == 1 else "remits stand"
    if not replied:
        return f"{_number(len(standing))} {noun}"
    told = "and has been replied to" if len(standing) == 1 else f"{_number(replied).lower()} replied to"
    return f"{_number(len(standing))} {noun}{' ' if len(standing) == 1 else ', '}{told}"


def _owes_question(user: Person, question: Question, target: Target) -> str:
    name = question.assigned_to.name if question.assigned_to else _capital(target.answered_by)
    who = "You owe" if owes_answer(user, question) else f"{name} owes"
    overdue = ", overdue" if question.due_on < clock.today() else ""
    return f"{who} an answer by {_day(question.due_on)}{overdue}"


def _waits(noun: str, number: int) -> str:
    return f"{noun} waits" if number == 1 else f"{noun}s wait"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _day(day: date) -> str:
    return f"{day_and_month(day)} {day.year}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
