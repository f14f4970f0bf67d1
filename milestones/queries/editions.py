"""The editions of the plan: which there are, and what one of them says besides its matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404

from milestones.models import Plan, PlanState
from milestones.queries.matrix import Matrix
from milestones.queries.plans import current_plan, matrix, term_to_show
from milestones.queries.trace import KpiName, Purpose, Trace, trace_of
from milestones.queries.words import ChapterRow, GrowthRow, QuestionRow, Words, read_words
from schools import access
from schools.access import Permission, Person
from trust.models import Term


@dataclass(frozen=True)
class Editions:
    """The editions that a person may read: the one in force, drafts, and earlier ones, the newest first."""

    in_force: Plan | None
    drafts: tuple[Plan, ...]
    earlier: tuple[Plan, ...]

    @property
    def all(self) -> list[Plan]:
        return [*self.drafts, *([self.in_force] if self.in_force else []), *self.earlier]


def editions_for(user: Person) -> Editions:
    """What editions there are, as far as the person may read them, in two queries."""
    in_force = current_plan()
    known = list(_seen(user).order_by("-first_term__year", "-first_term__number", "-pk"))
    return Editions(
        in_force=next((each for each in known if each == in_force), None),
        drafts=tuple(each for each in known if each.state == PlanState.DRAFT),
        earlier=tuple(each for each in known if each.state == PlanState.ADOPTED and each != in_force),
    )


def edition_or_404(user: Person, pk: int) -> Plan:
    """The edition, or 404 where there is none or it is not the person's to read: the same answer."""
    access.require_sight(user, Permission.SEE_PLAN)
    plan = _seen(user).filter(pk=pk).first()
    if plan is None:
        raise Http404
    return plan


def is_superseded(plan: Plan) -> bool:
    """Whether an adopted edition stands in its place; a draft that is to supersede it changes nothing yet."""
    after: Plan | None = getattr(plan, "superseded_by", None)
    return after is not None and after.state == PlanState.ADOPTED


def _seen(user: Person) -> QuerySet[Plan]:
    """A draft is read by those who write it and by the board, an adopted edition by all."""
    found = Plan.objects.select_related("first_term", "last_term", "firm_to", "supersedes", "superseded_by")
    if access.allows(user, Permission.SEE_DRAFT_PLAN):
        return found
    return found.filter(state=PlanState.ADOPTED)


@dataclass(frozen=True)
class Asked:
    """A strategic question with the trust's response, and what serves it."""

    number: int
    text: str
    response: str
    kpis: tuple[KpiName, ...] = ()
    lines: tuple[object, ...] = ()


@dataclass(frozen=True)
class QuestionedArea:
    """A strategic area with its questions; without a title those that belong to no area."""

    number: int | None
    title: str
    questions: tuple[Asked, ...]


class Aim(NamedTuple):
    """An objective without what serves it."""

    number: int
    text: str


@dataclass(frozen=True)
class Paper:
    """An edition in words, in the order in which it is read; a summary leaves out what serves what."""

    before: tuple[ChapterRow, ...]
    after: tuple[ChapterRow, ...]
    objectives: tuple[Purpose | Aim, ...]
    areas: tuple[QuestionedArea, ...]
    growth: tuple[GrowthRow, ...]
    is_summary: bool = False
    tells_serving: bool = True

    @property
    def is_bare(self) -> bool:
        """Whether the edition is its matrix alone."""
        return not (self.before or self.after or self.objectives or self.areas or self.growth)


@dataclass(frozen=True)
class Edition:
    """Everything that a page says of an edition, as one reader sees it in a term."""

    plan: Plan
    term: Term
    matrix: Matrix
    paper: Paper


# Chapters that lead up to the objectives; the others follow the questions.
LEADING = ("summary", "mission", "values", "context", "position")


def edition_of_plan(plan: Plan, *, user: Person, is_summary: bool = False) -> Edition:
    """The edition in full, or in its summary, in a constant number of queries."""
    term = term_to_show(plan, user)
    shown = matrix(plan, user=user, now=term)
    trace = trace_of(plan, user=user, shown=shown, term=term)
    paper = paper_of(read_words(plan), trace=trace, is_summary=is_summary)
    return Edition(plan=plan, term=term, matrix=shown, paper=paper)


def paper_of(words: Words, *, trace: Trace | None = None, is_summary: bool = False) -> Paper:
    """The words in the order in which they are read, with what serves what where the `trace` is known."""
    chapters = [each for each in words.chapters if each.in_summary or not is_summary]
    bare = tuple(Aim(each.number, each.text) for each in words.objectives)
    return Paper(
        before=tuple(each for each in chapters if each.kind in LEADING),
        after=tuple(each for each in chapters if each.kind not in LEADING),
        objectives=trace.objectives if trace else bare,
        areas=tuple(_areas(words.questions, trace.questions if trace else ())),
        growth=words.growth,
        is_summary=is_summary,
        tells_serving=trace is not None and not is_summary,
    )


def _areas(questions: Sequence[QuestionRow], purposes: Sequence[Purpose]) -> Iterator[QuestionedArea]:
    """The areas by their numbers, and at the end what belongs to none."""
    served = {each.number: each for each in purposes}
    found: dict[tuple[int, str] | None, list[Asked]] = {}
    for each in questions:
        purpose = served.get(each.number)
        serving = (purpose.kpis, purpose.lines) if purpose else ((), ())
        found.setdefault(each.strand, []).append(Asked(each.number, each.text, each.response, *serving))
    for strand in sorted(found, key=lambda strand: (strand is None, strand or (0, ""))):
        number, title = strand or (None, "")
        yield QuestionedArea(number, title, tuple(found[strand]))
