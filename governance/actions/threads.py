"""Who may take which step of a thread, and what the steps of questions and of remits have in common."""

from __future__ import annotations

from typing import TypeVar

from governance.models import Question, Remit
from schools.access import Permission, Person, Subject, allows, require
from schools.models import School
from trust.lifecycle import Refused
from trust.models import Area, User

Row = TypeVar("Row", Question, Remit)

# Who keeps meetings and who sets remits gives a question to somebody, as does who could answer it.
_TRUST = Subject("meeting")


def subject_of(row: Question | Remit) -> Subject:
    """What access needs to know of a question or a remit.

    Who owns or sponsors the priority that was asked about answers for it, and so does the person to whom a
    question was given or a remit was set.
    """
    return Subject("thread", school=row.school_id, area=row.area_id, owners=_owners(row))


def _owners(row: Question | Remit) -> frozenset[int]:
    if isinstance(row, Remit):
        return frozenset(filter(None, (row.owner_id,)))
    priority = row.priority
    named = (priority.owner_id, priority.sponsor_id) if priority else ()
    return frozenset(filter(None, (row.assigned_to_id, *named)))


def may_answer(user: Person, row: Question | Remit) -> bool:
    """The head of the school, the executive, and for a question on a priority its owner and its sponsor; but
    nobody answers what they asked themselves."""
    return not _asked(user, row) and allows(user, Permission.ANSWER_QUESTION, subject_of(row))


def owes_answer(user: Person, question: Question) -> bool:
    """Whether the answer is waited for from this person: to whom it was given; else a priority's owner; else
    whoever may answer."""
    if question.assigned_to_id is not None:
        return question.assigned_to_id == user.pk
    lead = question.priority.owner_id if question.priority else None
    place = Subject("thread", school=question.school_id, area=question.area_id)
    is_theirs = lead in (None, user.pk) or allows(user, Permission.ANSWER_QUESTION, place)
    return is_theirs and may_answer(user, question)


def may_assign(user: Person, question: Question) -> bool:
    """Who could answer it, who sets remits, and who keeps meetings."""
    sets_or_keeps = allows(user, Permission.SET_REMIT, subject_of(question)) or allows(
        user, Permission.KEEP_MEETINGS, _TRUST
    )
    return sets_or_keeps or may_answer(user, question)


def may_close(user: Person, question: Question) -> bool:
    """Whoever asked, while they may ask, and whoever sets remits."""
    subject = subject_of(question)
    return may_ask_on(user, question) or allows(user, Permission.SET_REMIT, subject)


def may_ask_on(user: Person, question: Question) -> bool:
    """Whoever asked, while they may ask."""
    return question.asked_by_id == user.pk and allows(user, Permission.ASK_QUESTION, subject_of(question))


def require_answerer(by: User, row: Question | Remit) -> None:
    require(by, Permission.ANSWER_QUESTION, subject_of(row))
    if _asked(by, row):
        raise Refused("You asked this yourself, so somebody else answers it.")


def place_of(school: School | None, area: Area | None) -> Subject:
    return Subject("thread", school=school.pk if school else None, area=area.pk if area else None)


def locked(row: Row) -> Row:
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def plain_words(text: str, refusal: str) -> str:
    """What was written, without what surrounds it; Refused in those words where nothing was."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(refusal)
    return text


def _asked(user: Person, row: Question | Remit) -> bool:
    return isinstance(row, Question) and row.asked_by_id == user.pk
