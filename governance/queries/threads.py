"""Questions and remits: which of them a person may read, what they wait for, and who owes the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from governance.models import Question, QuestionState, Remit, RemitState
from kpis.models import Return
from schools import access
from schools.access import Permission, Person, Subject
from trust.clock import LONDON
from trust.models import Term, User
from trust.terms import TermRef


def questions_for(user: Person) -> QuerySet[Question]:
    """The questions the person may read, their own first, then those that wait longest."""
    mine = Case(When(asked_by=user.pk, then=Value(0)), default=Value(1), output_field=IntegerField())
    waiting = Case(
        When(state=QuestionState.OPEN, then=Value(0)),
        When(state=QuestionState.ANSWERED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        Question.objects.filter(_visible(user) | Q(priority__owner=user.pk) | Q(asked_by=user.pk))
        .select_related("school", "area", "figure__kpi", "priority__owner", "asked_by", "term")
        .annotate(waiting=waiting, mine=mine)
        .order_by("waiting", "mine", "due_on", "pk")
    )


def remits_for(user: Person) -> QuerySet[Remit]:
    """The remits the person may read, open ones first, by the return that answers them."""
    waiting = Case(
        When(state=RemitState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return (
        Remit.objects.filter(_visible(user))
        .select_related("school", "area", "set_in", "due_in", "set_by", "question")
        .annotate(waiting=waiting)
        .order_by("waiting", "due_in__year", "due_in__number", "pk")
    )


def open_questions(user: Person, limit: int = 5) -> list[Question]:
    """For the dashboard: those that still wait for an answer, the reader's own first; one query."""
    return list(questions_for(user).filter(state=QuestionState.OPEN).order_by("mine", "due_on", "pk")[:limit])


def open_remits(user: Person, limit: int = 5) -> list[Remit]:
    """For the dashboard: the remits that stand; one query."""
    return list(remits_for(user).exclude(state=RemitState.CLOSED)[:limit])


def question_or_404(user: Person, pk: int) -> Question:
    question = questions_for(user).filter(pk=pk).first()
    if question is None:
        raise Http404
    return question


def remit_or_404(user: Person, pk: int) -> Remit:
    remit = remits_for(user).filter(pk=pk).first()
    if remit is None:
        raise Http404
    return remit


def remits_standing_on(returned: Return) -> QuerySet[Remit]:
    """What stands at the top of a return: the open remits of its school that were due by its term."""
    return (
        Remit.objects.exclude(state=RemitState.CLOSED)
        .filter(_due_by(returned.term.ref), school=returned.school)
        .select_related("area", "set_in", "due_in", "set_by")
        .prefetch_related("replies__by")
        .order_by("set_at", "pk")
    )


def _due_by(ref: TermRef) -> Q:
    return Q(due_in__year__lt=ref.year) | Q(due_in__year=ref.year, due_in__number__lte=ref.number)


def _visible(user: Person) -> Q:
    """Those about schools the person may follow, and about the trust for who may follow the whole trust."""
    schools = access.schools_for(user, Permission.SEE_THREAD)
    visible = Q(school__in=schools)
    if access.allows(user, Permission.SEE_THREAD, Subject("thread")):
        visible |= Q(school__isnull=True)
    return visible


@dataclass(frozen=True)
class Step:
    """One step of a thread, for its page and for the minutes: who, when, what they did, and their words."""

    who: str
    post: str
    on: date
    did: str
    words: str
    kind: str


def steps_of(question: Question | None, remits: list[Remit]) -> list[Step]:
    """The thread in order: the question, its answers, the remits that came of it, and the replies to them."""
    steps = []
    if question is not None:
        steps.append(_step(question.asked_by, question.asked_at, "asked", question.text, "question"))
        steps += [_step(one.by, one.at, "answered", one.text, "answer") for one in question.answers.all()]
    for remit in remits:
        steps.append(_step(remit.set_by, remit.set_at, "set a remit", remit.text, "remit"))
        steps += [_step(one.by, one.at, "replied", one.text, "answer") for one in remit.replies.all()]
        if remit.closed_by is not None and remit.closed_at is not None:
            steps.append(_step(remit.closed_by, remit.closed_at, "closed the remit", "", "closed"))
    return steps


def _step(who: User, at: datetime, did: str, words: str, kind: str) -> Step:
    return Step(who.name, who.post, at.astimezone(LONDON).date(), did, words, kind)


def minute_of(subject: str, steps: list[Step]) -> str:
    """The thread as plain text that can go into the minutes as it stands."""
    lines = [f"{subject}."]
    for step in steps:
        said = f": {step.words}" if step.words else ""
        lines.append(f"{step.who} {step.did} on {step.on.day} {step.on:%B %Y}{said}")
    return "\n".join(lines)


def terms_for_remit(terms: list[Term], now: Term) -> list[Term]:
    """The returns that a remit of this term can be answered in: this one and the three after it."""
    return [term for term in terms if now.ref <= term.ref <= now.ref.shift(3)]
