"""A thread as its steps in order, and as text for the minutes, which names offices rather than people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from governance.models import Question, Remit
from trust.clock import LONDON
from trust.dates import day_and_month
from trust.models import User


class Kind(StrEnum):
    """What a step of a thread is."""

    QUESTION = "question"
    ANSWER = "answer"
    REMIT = "remit"
    REPLY = "reply"
    CLOSED = "closed"


DID = {
    Kind.QUESTION: "asked",
    Kind.ANSWER: "answered",
    Kind.REMIT: "set a remit",
    Kind.REPLY: "replied to the remit",
}
# Who is named where a person's post is not known.
OFFICES = {
    Kind.QUESTION: "A trustee",
    Kind.ANSWER: "The school",
    Kind.REMIT: "The chair",
    Kind.REPLY: "The school",
    Kind.CLOSED: "The board",
}


@dataclass(frozen=True)
class Step:
    """One step: who did what on which London date, in which words; `more` is what a reader needs besides."""

    kind: Kind
    who: str
    post: str
    on: date
    did: str
    words: str = ""
    more: str = ""


def steps_of(question: Question | None, remits: Sequence[Remit]) -> list[Step]:
    """The thread in order of time: the question, its answers, the remits, the replies, and what was closed.

    Answers and replies must have been read with the people who gave them.
    """
    steps = [
        *(_of_question(question) if question else ()),
        *(step for each in remits for step in _of_remit(each)),
    ]
    return [step for _, _, step in sorted(steps, key=lambda each: each[:2])]


# The moment decides the order; of two things at one moment, the one told first.
Placed = tuple[datetime, int, Step]


def _of_question(question: Question) -> Iterator[Placed]:
    yield _placed(Kind.QUESTION, question.asked_by, question.asked_at, question.text)
    for answer in question.answers.all():
        if answer.is_further_question:
            yield _placed(Kind.QUESTION, answer.by, answer.at, answer.text, did="asked further")
        else:
            yield _placed(Kind.ANSWER, answer.by, answer.at, answer.text)
    if question.closed_by and question.closed_at:
        yield _placed(Kind.CLOSED, question.closed_by, question.closed_at, did="closed the question")


def _of_remit(remit: Remit) -> Iterator[Placed]:
    more = f"To be answered in the return for {remit.due_in.name}."
    if remit.minute:
        more = f"{more} {remit.minute}."
    yield _placed(Kind.REMIT, remit.set_by, remit.set_at, remit.text, more=more)
    for reply in remit.replies.all():
        yield _placed(Kind.REPLY, reply.by, reply.at, reply.text)
    if remit.closed_by and remit.closed_at:
        yield _placed(Kind.CLOSED, remit.closed_by, remit.closed_at, did="closed the remit")


def _placed(kind: Kind, who: User, at: datetime, words: str = "", *, did: str = "", more: str = "") -> Placed:
    on = at.astimezone(LONDON).date()
    return at, list(Kind).index(kind), Step(kind, who.name, who.post, on, did or DID[kind], words, more)


def minute_of(subject: str, steps: Iterable[Step]) -> str:
    """Text that can go into the minutes as it stands, a paragraph a step."""
    return "\n".join([f"{subject}.", *map(_minuted, steps)])


def _minuted(step: Step) -> str:
    who = OFFICES[step.kind] if step.kind is Kind.CLOSED or not step.post else _office(step)
    when = f"{day_and_month(step.on)} {step.on.year}"
    words = " ".join(step.words.split())
    said = f": “{words}”" if words else "."
    return f"{who} {step.did} on {when}{said}{f' {step.more}' if step.more else ''}"


def _office(step: Step) -> str:
    """'A trustee', 'The chair of trustees', 'The headteacher, Oak School,'."""
    post = step.post if step.post[1:2].isupper() else step.post[:1].lower() + step.post[1:]
    one_of_many = step.kind is Kind.QUESTION and "chair" not in post
    article = ("An" if post[:1] in "aeiou" else "A") if one_of_many else "The"
    return f"{article} {post}{',' if ',' in post else ''}"
