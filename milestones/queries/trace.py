"""From each strategic question and objective to what serves it, and what serves none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kpis.models import Kpi
from kpis.queries.bands import definitions_in_force
from milestones.models import Objective, Plan, Sheet, StrategicQuestion, SuccessMeasure
from milestones.queries.matrix import Matrix, MatrixLine
from milestones.queries.plans import current_plan, matrix, term_to_show
from schools.access import Person
from trust.models import Term


class KpiName(NamedTuple):
    """A KPI as the trace prints it."""

    code: str
    title: str


@dataclass(frozen=True)
class Purpose:
    """A question or an objective, with what serves it."""

    number: int
    text: str
    kpis: tuple[KpiName, ...]
    lines: tuple[MatrixLine, ...]

    @property
    def is_served(self) -> bool:
        return bool(self.kpis or self.lines)


@dataclass(frozen=True)
class Trace:
    """The whole way from purpose to rating, in one term, as one reader sees it."""

    plan: Plan
    term: Term
    questions: tuple[Purpose, ...]
    objectives: tuple[Purpose, ...]
    idle_lines: tuple[MatrixLine, ...]
    idle_kpis: tuple[KpiName, ...]

    @property
    def unserved(self) -> list[Purpose]:
        return [each for each in (*self.questions, *self.objectives) if not each.is_served]

    @property
    def is_empty(self) -> bool:
        return not (self.questions or self.objectives)


def trace_of(plan: Plan, *, user: Person, shown: Matrix | None = None, term: Term | None = None) -> Trace:
    """The trace of an edition in the term the reader is shown; a constant number of queries.

    `shown` is its matrix in `term`, where the page has read it already. A KPI serves the
    questions and objectives that name it, or a priority whose success it measures.
    """
    term = term or term_to_show(plan, user)
    shown = shown or matrix(plan, user=user, now=term)
    lines = {line.priority: line for line in shown.lines}
    names = _names(term)
    sheets = list(Sheet.objects.filter(priority__in=lines).values_list("priority", "question", "objective"))
    questions = list(StrategicQuestion.objects.filter(plan=plan).prefetch_related("kpis"))
    objectives = list(Objective.objects.filter(plan=plan).prefetch_related("kpis"))
    by_question = _served(StrategicQuestion, questions, ((pk, line) for line, pk, _ in sheets), lines)
    by_objective = _served(Objective, objectives, ((pk, line) for line, _, pk in sheets), lines)
    measuring = SuccessMeasure.objects.filter(kpi__isnull=False).values_list("kpi", flat=True)
    purposes: list[StrategicQuestion | Objective] = [*questions, *objectives]
    busy = {kpi.pk for each in purposes for kpi in each.kpis.all()} | set(measuring)
    serving = {line.priority for found in (*by_question.values(), *by_objective.values()) for line in found}
    return Trace(
        plan=plan,
        term=term,
        questions=tuple(_purpose(each, names, by_question) for each in questions),
        objectives=tuple(_purpose(each, names, by_objective) for each in objectives),
        idle_lines=tuple(line for pk, line in lines.items() if pk not in serving and not line.standstill),
        idle_kpis=tuple(name for pk, name in names.items() if pk not in busy),
    )


@dataclass(frozen=True)
class Serves:
    """What one KPI is for: the questions and objectives that name it, and the priorities it measures."""

    questions: tuple[str, ...]
    objectives: tuple[str, ...]
    lines: tuple[MatrixLine, ...]


def served_by(kpi: Kpi, user: Person) -> Serves | None:
    """What the KPI serves in the edition in force, or None where there is no edition."""
    plan = current_plan()
    if plan is None:
        return None
    measured = set(SuccessMeasure.objects.filter(kpi=kpi).values_list("sheet__priority", flat=True))
    lines: list[MatrixLine] = []
    if measured:
        term = term_to_show(plan, user)
        shown = matrix(plan, user=user, now=term).lines
        lines = [line for line in shown if line.priority in measured]
    return Serves(
        tuple(plan.questions.filter(kpis=kpi).values_list("text", flat=True)),
        tuple(plan.objectives.filter(kpis=kpi).values_list("text", flat=True)),
        tuple(lines),
    )


def _names(term: Term) -> dict[int, KpiName]:
    found = definitions_in_force(term).values()
    return {each.kpi_id: KpiName(each.kpi.code, each.title) for each in found}


def _served(
    model: Any,
    purposes: Iterable[Any],
    named: Iterable[tuple[int | None, int]],
    lines: Mapping[int, MatrixLine],
) -> dict[int, list[MatrixLine]]:
    """Purpose → the lines that serve it; a sheet may still name the same one of an earlier edition."""
    follows = dict(model.objects.values_list("pk", "follows"))
    standing: dict[int, int] = {}
    for purpose in purposes:
        step, seen = purpose.pk, set()
        while step and step not in seen:
            seen.add(step)
            standing[step] = purpose.pk
            step = follows.get(step)
    found: dict[int, list[MatrixLine]] = defaultdict(list)
    for purpose_pk, priority in named:
        if purpose_pk in standing:
            found[standing[purpose_pk]].append(lines[priority])
    order = {pk: place for place, pk in enumerate(lines)}
    return {pk: sorted(each, key=lambda line: order[line.priority]) for pk, each in found.items()}


def _purpose(each: Any, names: Mapping[int, KpiName], served: Mapping[int, list[MatrixLine]]) -> Purpose:
    kpis = sorted((kpi for kpi in each.kpis.all() if kpi.pk in names), key=lambda kpi: kpi.code)
    lines = tuple(served.get(each.pk, ()))
    return Purpose(each.number, each.text, tuple(names[kpi.pk] for kpi in kpis), lines)
