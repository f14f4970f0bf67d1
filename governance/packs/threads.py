"""Questions and remits of a pack: those still open, and those asked or closed since the last Update."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from governance.models import (
    Answer,
    Edition,
    Question,
    QuestionState,
    Remit,
    RemitState,
    TrustUpdate,
    UpdateState,
)
from governance.packs.lists import slug_of
from trust.clock import LONDON
from trust.dates import full_date

Part = dict[str, Any]


@dataclass(frozen=True)
class Thread:
    """The rows read, for the pages of schools, and the section's contents."""

    questions: list[Question]
    remits: list[Remit]
    contents: Part

    def remits_of(self, school: int | None) -> list[Remit]:
        """The remits that still stand for that school, or for the trust's executive."""
        return [each for each in self.remits if each.school_id == school and each.state != RemitState.CLOSED]

    @property
    def waiting(self) -> int:
        return sum(each.state == QuestionState.OPEN for each in self.questions)


def read(update: TrustUpdate) -> Thread:
    """What the board asked and set up to this Update; four queries."""
    since = _last_issued_at(update)
    questions = list(
        Question.objects.sent()
        .filter(_since("asked_at", since) | Q(state=QuestionState.OPEN))
        .select_related("school", "area", "figure__kpi", "priority", "asked_by")
        .prefetch_related("answers__by")
        .order_by("asked_at", "pk")
    )
    remits = list(
        Remit.objects.filter(_since("closed_at", since) | ~Q(state=RemitState.CLOSED))
        .select_related("school", "area", "due_in", "set_in")
        .prefetch_related("replies__by")
        .order_by("set_at", "pk")
    )
    contents = {
        "standfirst": _standfirst(questions, remits),
        "questions": [_question(each) for each in questions],
        "remits": [_remit(each) for each in remits],
    }
    return Thread(questions, remits, contents)


def _last_issued_at(update: TrustUpdate) -> datetime | None:
    issued = TrustUpdate.objects.filter(edition=Edition.BOARD, state=UpdateState.ISSUED)
    return issued.order_by("-issued_at").values_list("issued_at", flat=True).first()


def _since(column: str, moment: datetime | None) -> Q:
    return Q(**{f"{column}__gte": moment}) if moment else Q(**{f"{column}__isnull": False})


def _question(question: Question) -> Part:
    about = f"{question.asked_by.name} asked about {subject_of(question)} on {_day(question.asked_at)}"
    answers = [
        {"about": f"{answer.by.name}{_asks_on(answer)}, {_day(answer.at)}", "text": answer.text}
        for answer in question.answers.all()
    ]
    return {
        "about": about,
        "school": slug_of(question.school),
        "text": question.text,
        "answers": answers,
        "waiting": _waits(question, f"one is due on {full_date(question.due_on)}"),
    }


def _asks_on(answer: Answer) -> str:
    return " asks further" if answer.is_further_question else ""


def _waits(question: Question, due: str) -> str:
    if question.state != QuestionState.OPEN:
        return ""
    return f"No further answer yet; {due}." if question.answers.all() else f"No answer yet; {due}."


def _remit(remit: Remit) -> Part:
    replies = [
        {"about": f"{reply.by.name}, {_day(reply.at)}", "text": reply.text} for reply in remit.replies.all()
    ]
    state = " Closed." if remit.state == RemitState.CLOSED else ""
    when = f"set in {remit.set_in.name}, due in the return for {remit.due_in.name}"
    return {
        "about": f"{owner_of(remit)}: {when}.{state}",
        "school": slug_of(remit.school),
        "text": remit.text,
        "replies": replies,
        "waiting": "" if replies else "No reply yet.",
    }


def subject_of(question: Question) -> str:
    """What a question is about, in words: "Oak School, attendance"."""
    parts = [question.school.name] if question.school else []
    if question.priority:
        parts.append(question.priority.title)
    elif question.area:
        parts.append(question.area.name.lower() if parts else question.area.name)
    return ", ".join(parts) or "the trust"


def owner_of(remit: Remit) -> str:
    """Whom a remit asks, and the area it is about."""
    whom = remit.school.name if remit.school else "The trust"
    return f"{whom}, {remit.area.name.lower()}" if remit.area else whom


def _standfirst(questions: list[Question], remits: list[Remit]) -> str:
    if not questions and not remits:
        return "No questions have been asked and no remits set since the last Trust Update."
    waiting = sum(each.state == QuestionState.OPEN for each in questions)
    asked = (
        f"{_count(len(questions), 'question')}, {waiting} still waiting for an answer" if questions else ""
    )
    standing = f"{_count(len(remits), 'remit')}" if remits else ""
    return f"{' and '.join(filter(None, (asked, standing)))}: open, or settled since the last Trust Update."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _day(moment: datetime) -> str:
    return full_date(moment.astimezone(LONDON).date())
