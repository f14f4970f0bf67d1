"""What the boards decided and asked, and what came of it, as entries of a pack; offices rather than names."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from governance.evidence.asked import Asked
from governance.evidence.pack import Entry, Part, Said, Touches
from governance.meetings.sight import bodies_met
from governance.meetings.wording import minute_of_item
from governance.models import (
    AgendaItem,
    Answer,
    Decision,
    MeetingState,
    Question,
    QuestionState,
    Remit,
    RemitReply,
    RemitState,
)
from governance.queries import threads
from schools.models import School
from trust.clock import london_day
from trust.terms import TermRef

SOMEBODY = "A trustee"


def said_of(asked: Asked) -> Iterator[Entry]:
    yield from decisions_of(asked)
    yield from questions_of(asked)
    yield from remits_of(asked)


def decisions_of(asked: Asked) -> Iterator[Entry]:
    """Those about the school, and those of the trust's own bodies that name none."""
    remits = Prefetch("item__remits", Remit.objects.only("item", "area", "kpi", "priority"))
    questions = Prefetch("item__questions", Question.objects.select_related("figure"))
    found = (
        Decision.objects.filter(_of_place(asked), item__meeting__body__in=bodies_met(asked.user))
        .filter(item__meeting__on__gte=asked.starts, item__meeting__on__lt=asked.ends)
        .exclude(item__meeting__state=MeetingState.CANCELLED)
        .select_related("item__meeting__body", "item__school")
        .prefetch_related(remits, questions)
    )
    return (_decision(each, asked) for each in found if asked.sees(each.item))


def _of_place(asked: Asked) -> Q:
    elsewhere = School.objects.filter(governed_by__isnull=False)
    nowhere = Q(item__school__isnull=True)
    if asked.school is None:
        return nowhere & ~Q(item__meeting__body__in=elsewhere.values("governed_by"))
    own = Q(item__meeting__body=asked.school.governed_by_id) if asked.school.governed_by_id else Q(pk__in=())
    of_the_trust = ~Q(item__meeting__body__in=elsewhere.values("governed_by"))
    return Q(item__school=asked.school) | (nowhere & (own | of_the_trust))


def _decision(decision: Decision, asked: Asked) -> Entry:
    item = decision.item
    return Entry(
        part=Part.DECISIONS,
        on=item.meeting.on,
        term=asked.term_on(item.meeting.on),
        what=item.title,
        state=str(decision.get_kind_display()),
        source=minute_of_item(item),
        url=reverse("governance:item", args=[item.pk]),
        touches=_of_item(item, asked),
        said=(Said("", decision.text),),
    )


def _of_item(item: AgendaItem, asked: Asked) -> Touches:
    """What an item speaks of itself, and through what was asked and set under it."""
    put, remits = list(item.questions.all()), list(item.remits.all())
    areas = {q.area_id for q in put} | {r.area_id for r in remits} | {asked.named.get(item.section)}
    kpis = {item.kpi_id} | {each.figure.kpi_id for each in put if each.figure} | {r.kpi_id for r in remits}
    return asked.touches(areas=areas, kpis=kpis, priority=item.priority_id)


def questions_of(asked: Asked) -> Iterator[Entry]:
    """What was asked and sent, with the answers; a question that nobody has sent is no evidence."""
    answers = Prefetch("answers", Answer.objects.select_related("by").order_by("at"))
    found = (
        threads.questions_for(asked.user)
        .exclude(state=QuestionState.DRAFT)
        .filter(school=asked.school, term__in=asked.terms)
        .select_related("finding", "item__meeting")
        .prefetch_related(answers)
    )
    return (_question(each, asked) for each in found if asked.sees(each.item))


def _question(question: Question, asked: Asked) -> Entry:
    figure, finding = question.figure, question.finding
    areas = (question.area_id, finding.area_id if finding else None, asked.named.get(question.section))
    kpis = (figure.kpi_id if figure else None,)
    said = [Said("Leaders answered", each.text) for each in question.answers.all()]
    return Entry(
        part=Part.QUESTIONS,
        on=london_day(question.asked_at),
        term=question.term.ref,
        what=question.text,
        state=_how_it_stands(question),
        source=f"Asked by {_office(question.asked_by.post)}",
        url=question.get_absolute_url(),
        touches=asked.touches(areas=areas, kpis=kpis, priority=question.priority_id),
        said=tuple(said),
        is_open=question.state != QuestionState.CLOSED,
    )


def _how_it_stands(question: Question) -> str:
    state = str(question.get_state_display())
    return f"{state}: {question.get_outcome_display().lower()}" if question.outcome else state


def _office(post: str) -> str:
    """'a trustee', 'the chair of trustees': as minutes name people."""
    plain = (post or SOMEBODY).removeprefix("A ")
    office = plain if plain[1:2].isupper() else plain[:1].lower() + plain[1:]
    return f"the {office}" if "chair" in office.casefold() else f"a {office}"


def remits_of(asked: Asked) -> Iterator[Entry]:
    """What was set in the span, and what was set before it and stood open in it."""
    first, last = asked.terms[0].ref, asked.last.ref
    stood = Q(closed_at__isnull=True) | Q(closed_at__date__gte=asked.starts)
    found = (
        _threaded(threads.remits_for(asked.user).filter(school=asked.school))
        .filter(_until(last))
        .filter(stood | ~_until(first.previous))
    )
    return (_remit(each, asked) for each in found if asked.sees(each.item))


def _until(ref: TermRef) -> Q:
    return Q(set_in__year__lt=ref.year) | Q(set_in__year=ref.year, set_in__number__lte=ref.number)


def _threaded(remits: QuerySet[Remit]) -> QuerySet[Remit]:
    replies = Prefetch("replies", RemitReply.objects.select_related("by").order_by("at"))
    return remits.select_related("question__figure", "item__meeting").prefetch_related(replies)


def _remit(remit: Remit, asked: Asked) -> Entry:
    question = remit.question
    figure = question.figure if question else None
    said = [Said("Leaders replied", each.text) for each in remit.replies.all()]
    said += [Said("Closed", remit.closing_words)] if remit.closing_words else []
    return Entry(
        part=Part.REMITS,
        on=london_day(remit.set_at),
        term=remit.set_in.ref,
        what=remit.text,
        state=str(remit.get_state_display()),
        source=remit.minute or f"Due in the return for {remit.due_in.name}",
        url=remit.get_absolute_url(),
        touches=asked.touches(
            areas=(remit.area_id, question.area_id if question else None),
            kpis=(remit.kpi_id, figure.kpi_id if figure else None),
            priority=remit.priority_id or (question.priority_id if question else None),
        ),
        said=tuple(said),
        is_open=remit.state != RemitState.CLOSED,
    )
