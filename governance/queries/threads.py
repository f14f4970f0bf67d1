"""Questions and remits: which of them a person may read, and which stand on which page."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.http import Http404

from governance.models import Answer, Question, QuestionState, Remit, RemitReply, RemitState
from kpis.models import Figure, Return
from milestones.models import Priority
from milestones.queries.visible import own, reader_for
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import School
from trust.terms import TermRef

NAMED = (
    "school", "area", "figure__kpi", "figure__definition", "priority__owner", "finding__area", "asked_by",
    "assigned_to", "term",
)  # fmt: skip


def may_follow(user: Person) -> bool:
    """Whether there can be threads for this person: by their role, or as who owns or sponsors a priority, was
    given a question or was set a remit."""
    return (
        access.allows(user, Permission.SEE_THREAD)
        or Priority.objects.filter(own(reader_for(user))).exists()
        or Question.objects.filter(theirs(user, "assigned_to")).exists()
        or Remit.objects.filter(theirs(user, "owner")).exists()
    )


def theirs(user: Person, column: str) -> Q:
    """What was given to the person by name, while their role lets them read it; else nothing."""
    key = user.pk or 0
    reads = access.allows(user, Permission.SEE_THREAD, Subject("thread", owners=frozenset({key})))
    return Q(**{column: key}) if reads else Q(pk__in=())


def questions_for(user: Person) -> QuerySet[Question]:
    """The questions the person may read: those that wait first, their own at the head, by due day.

    No draft is among them, their own neither: see `drafts_of`.
    """
    asked = Case(When(asked_by=user.pk, then=Value(0)), default=Value(1), output_field=IntegerField())
    waiting = Case(
        When(state=QuestionState.OPEN, then=Value(0)),
        When(state=QuestionState.ANSWERED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    owned = own(reader_for(user), "priority__")
    return (
        Question.objects.sent()
        .filter(_visible(user) | owned | theirs(user, "assigned_to"))
        .select_related(*NAMED)
        .annotate(waiting=waiting, own=asked)
        .order_by("waiting", "own", "due_on", "-asked_at", "pk")
    )


def drafts_of(user: Person) -> QuerySet[Question]:
    """What the person has written and not sent, the newest first; while they may ask."""
    if not access.allows(user, Permission.ASK_QUESTION):
        return Question.objects.none()
    drafts = Question.objects.filter(asked_by=user.pk, state=QuestionState.DRAFT)
    return drafts.select_related(*NAMED).order_by("-asked_at", "-pk")


def draft_or_404(user: Person, pk: int) -> Question:
    """One's own draft; anybody else's is not there."""
    draft = drafts_of(user).filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def remits_for(user: Person) -> QuerySet[Remit]:
    """The remits the person may read: those that stand first, by the return that answers them."""
    waiting = Case(
        When(state=RemitState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return (
        Remit.objects.filter(_visible(user) | theirs(user, "owner"))
        .select_related(
            "school",
            "area",
            "kpi",
            "priority",
            "owner",
            "set_in",
            "due_in",
            "set_by",
            "closed_by",
            "question",
        )
        .annotate(waiting=waiting)
        .order_by("waiting", "due_in__year", "due_in__number", "-set_at", "pk")
    )


def question_or_404(user: Person, pk: int) -> Question:
    """The question with its answers, or 404 where the person may not read it or there is none."""
    answers = Prefetch("answers", Answer.objects.select_related("by"))
    question = (
        questions_for(user)
        .select_related("closed_by", "item__meeting__body")
        .prefetch_related(answers)
        .filter(pk=pk)
        .first()
    )
    if question is None:
        raise Http404
    return question


def remit_or_404(user: Person, pk: int) -> Remit:
    """The remit with its replies, or 404 where the person may not read it or there is none."""
    replies = Prefetch("replies", RemitReply.objects.select_related("by"))
    remit = remits_for(user).prefetch_related(replies).filter(pk=pk).first()
    if remit is None:
        raise Http404
    return remit


def questions_about(user: Person, *, figure: Figure | None = None, **about: Any) -> QuerySet[Question]:
    """What was asked about any version of a figure, or about a `priority` or a `finding`, with the remits
    that came of it."""
    found = questions_for(user)
    if figure is not None:
        found = found.filter(figure__returned=figure.returned_id, figure__kpi=figure.kpi_id)
    else:
        found = found.filter(**about)
    return found.prefetch_related(Prefetch("remits", Remit.objects.select_related("due_in")))


def questions_of(user: Person, school: School | None) -> QuerySet[Question]:
    """What waits at a school, or at the trust as a whole, and what is answered and not closed."""
    found = questions_for(user).filter(school=school).exclude(state=QuestionState.CLOSED)
    return found if school else found.filter(priority__isnull=True)


def remits_of(user: Person, school: School | None) -> QuerySet[Remit]:
    """The remits that stand for a school, or for the executive."""
    return remits_for(user).filter(school=school).exclude(state=RemitState.CLOSED)


def remits_standing_on(returned: Return) -> QuerySet[Remit]:
    """What stands at the top of a return: the remits of its school that are due by its term and not closed,
    and those that were answered in it."""
    stand = _due_by(returned.term.ref) & ~Q(state=RemitState.CLOSED)
    answered = RemitReply.objects.filter(returned=returned).values("remit")
    return (
        Remit.objects.filter(stand | Q(pk__in=answered), school=returned.school)
        .select_related("area", "owner", "set_in", "due_in", "set_by")
        .prefetch_related(Prefetch("replies", RemitReply.objects.select_related("by")))
        .order_by("set_at", "pk")
    )


def questions_on(returned: Return) -> QuerySet[Question]:
    """What the board asked about the return's school, or about the trust, and has not closed."""
    asked = Question.objects.sent().filter(school=returned.school).exclude(state=QuestionState.CLOSED)
    if returned.school_id is None:
        asked = asked.filter(priority__isnull=True)
    answers = Prefetch("answers", Answer.objects.order_by("at"))
    return asked.select_related("area", "asked_by").prefetch_related(answers).order_by("-asked_at", "-pk")


def read_thread(question: Question) -> list[Remit]:
    """The remits that came of a question, with their replies."""
    remits = Remit.objects.select_related("set_by", "closed_by", "due_in", "set_in").order_by("set_at", "pk")
    replies = Prefetch("replies", RemitReply.objects.select_related("by"))
    return list(remits.filter(question=question).prefetch_related(replies))


def _due_by(ref: TermRef) -> Q:
    return Q(due_in__year__lt=ref.year) | Q(due_in__year=ref.year, due_in__number__lte=ref.number)


def _visible(user: Person) -> Q:
    """Those about schools the person may follow, and about the trust for who may follow the whole trust."""
    visible = Q(school__in=access.schools_for(user, Permission.SEE_THREAD))
    if access.allows(user, Permission.SEE_THREAD, Subject("thread")):
        visible |= Q(school__isnull=True)
    return visible
