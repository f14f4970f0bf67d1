"""What an edition says besides its matrix, in plain rows: chapters, objectives, questions and so on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from milestones.models import GrowthTarget, Objective, Plan, PlanText, StrategicQuestion
from trust.terms import TermRef


class ChapterRow(NamedTuple):
    """A chapter: in full, and in the words of the summary where they differ."""

    pk: int
    kind: str
    title: str
    text: str
    summary: str
    in_summary: bool


class ObjectiveRow(NamedTuple):
    """An objective, with the codes of the KPIs that watch it."""

    pk: int
    number: int
    text: str
    kpis: tuple[str, ...]


class QuestionRow(NamedTuple):
    """A strategic question under its area (number and title), with the codes of the KPIs that watch it."""

    pk: int
    number: int
    text: str
    response: str
    strand: tuple[int, str] | None
    kpis: tuple[str, ...]


class GrowthRow(NamedTuple):
    """What grows, to how much, by the end of which term; `reached_on` is a `PRINTED_DAY` or empty."""

    pk: int
    text: str
    target: Decimal | None
    by_term: TermRef | None
    reached_on: str

    @property
    def places(self) -> int:
        """How many decimal places the target has, as it is meant to be shown."""
        exponent = self.target.normalize().as_tuple().exponent if self.target is not None else 0
        return max(0, -exponent) if isinstance(exponent, int) else 0


class ApprovalRow(NamedTuple):
    """Who drafted and approved the edition; each `…_on` is a `PRINTED_DAY` or empty."""

    drafted_by: str
    drafted_on: str
    approved_by: str
    approved_on: str
    adopted_on: str
    minute: str
    review_on: str
    firm_to: TermRef | None


@dataclass(frozen=True)
class Words:
    """Everything an edition says in words."""

    chapters: tuple[ChapterRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    questions: tuple[QuestionRow, ...]
    growth: tuple[GrowthRow, ...]
    approval: ApprovalRow

    @property
    def is_bare(self) -> bool:
        """Whether the edition says nothing besides its matrix and its approval."""
        return not (self.chapters or self.objectives or self.questions or self.growth)


def read_words(plan: Plan) -> Words:
    """The edition's words as they are now, in six queries."""
    return Words(
        chapters=tuple(_chapters(plan)),
        objectives=tuple(_objectives(plan)),
        questions=tuple(_questions(plan)),
        growth=tuple(_growth(plan)),
        approval=_approval(plan),
    )


def _chapters(plan: Plan) -> Iterator[ChapterRow]:
    rows = PlanText.objects.filter(plan=plan).values_list(*ChapterRow._fields)
    return (ChapterRow(*row) for row in rows)


def _objectives(plan: Plan) -> Iterator[ObjectiveRow]:
    for each in Objective.objects.filter(plan=plan).prefetch_related("kpis"):
        yield ObjectiveRow(each.pk, each.number, each.text, _codes(each))


def _questions(plan: Plan) -> Iterator[QuestionRow]:
    rows = StrategicQuestion.objects.filter(plan=plan).select_related("strand").prefetch_related("kpis")
    for each in rows:
        strand = (each.strand.number, each.strand.title) if each.strand else None
        yield QuestionRow(each.pk, each.number, each.text, each.response, strand, _codes(each))


def _codes(purpose: Any) -> tuple[str, ...]:
    return tuple(sorted(kpi.code for kpi in purpose.kpis.all()))


def _growth(plan: Plan) -> Iterator[GrowthRow]:
    for each in GrowthTarget.objects.filter(plan=plan).select_related("by_term"):
        by_term = each.by_term.ref if each.by_term else None
        yield GrowthRow(each.pk, each.text, each.target, by_term, each.reached_on)


def _approval(plan: Plan) -> ApprovalRow:
    return ApprovalRow(
        drafted_by=plan.drafted_by,
        drafted_on=plan.drafted_on,
        approved_by=plan.approved_by,
        approved_on=plan.approved_on,
        adopted_on=plan.adopted_on,
        minute=plan.minute,
        review_on=plan.review_on,
        firm_to=plan.firm_to.ref if plan.firm_to else None,
    )
