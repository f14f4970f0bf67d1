"""How far the year's evaluation and the roll-forward are: what is evaluated, decided and still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kpis.queries.trends import trends_of
from kpis.rag import Rag
from milestones.evaluation import ENDS, last_year, unfinished
from milestones.models import (
    Evaluation,
    LeftOut,
    Line,
    Milestone,
    Plan,
    PlanState,
    SuccessMeasure,
)
from milestones.progress import Standing
from milestones.queries.matrix import Matrix, MatrixLine
from milestones.queries.rows import MilestoneRow, PlanRows, RatingRow, read_rows
from milestones.queries.sheets import Measured
from milestones.queries.visible import PACK
from milestones.recurrence import Cell, patterns
from schools.access import Person
from trust.models import Term
from trust.terms import TERMS_IN_A_YEAR, TermRef

AGAIN = "It comes again each year."
ONGOING = (Standing.ACTIVE, Standing.PAUSED)


def draft_after(plan: Plan) -> Plan | None:
    """The draft that follows the edition, if there is one."""
    drafts = Plan.objects.filter(supersedes=plan, state=PlanState.DRAFT)
    return drafts.select_related("first_term", "last_term", "firm_to", "supersedes").first()


@dataclass(frozen=True)
class Evaluated:
    """A line with what its evaluation looks at, and the evaluation, once there is one."""

    line: MatrixLine
    rags: tuple[tuple[TermRef, Rag], ...]
    ratings: tuple[tuple[TermRef, RatingRow], ...]
    unfinished: tuple[MilestoneRow, ...]
    measures: tuple[Measured, ...]
    evaluation: Evaluation | None

    @property
    def slips(self) -> list[tuple[TermRef, RatingRow]]:
        return [(term, rating) for term, rating in self.ratings if rating.slipped_to]


@dataclass(frozen=True)
class EvaluationPage:
    """Every priority that goes on, in printed order, and those that have ended already."""

    rows: tuple[Evaluated, ...]
    ended: tuple[MatrixLine, ...]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        return sum(row.evaluation is not None for row in self.rows)

    @property
    def next_open(self) -> Evaluated | None:
        return next((row for row in self.rows if row.evaluation is None), None)

    def row(self, priority: int) -> Evaluated | None:
        return next((row for row in self.rows if row.line.priority == priority), None)


def evaluation_page(plan: Plan, found: Matrix, *, user: Person, now: Term) -> EvaluationPage:
    """The evaluation of an edition in a number of queries that does not grow with it."""
    evaluated = {each.priority_id: each for each in plan.evaluations.select_related("by")}
    measures = _measures(plan, user, now)
    rows, ended = [], []
    for line in found.lines:
        if line.row.state.standing not in ONGOING:
            ended.append(line)
            continue
        rows.append(_evaluated(line, evaluated.get(line.priority), tuple(measures.get(line.priority, ()))))
    return EvaluationPage(tuple(rows), tuple(ended))


def _evaluated(line: MatrixLine, evaluation: Evaluation | None, measures: tuple[Measured, ...]) -> Evaluated:
    year = last_year(line.now)
    return Evaluated(
        line=line,
        rags=tuple((term, line.rags[term]) for term in year if term in line.rags),
        ratings=tuple((term, rating) for term in reversed(year) for rating in line.ratings.get(term, ())),
        unfinished=tuple(unfinished(line.row.milestones, line.ratings, line.now)),
        measures=measures,
        evaluation=evaluation,
    )


def _measures(plan: Plan, user: Person, now: Term) -> dict[int, list[Measured]]:
    rows = SuccessMeasure.objects.filter(sheet__priority__lines__plan=plan)
    rows = rows.select_related("kpi", "sheet").order_by("position", "pk")
    known = list(rows)
    kpis = sorted({each.kpi_id for each in known if each.kpi_id})
    trends = trends_of(kpis, user, now) if kpis else {}
    found: dict[int, list[Measured]] = {}
    for each in known:
        found.setdefault(each.sheet.priority_id, []).append(Measured(each, trends.get(each.kpi_id or 0)))
    return found


class Decision(NamedTuple):
    """A milestone of the edition before, and what was decided of it: `taken` into the draft, `left`, or
    neither yet."""

    line: Line
    milestone: Milestone
    taken: Milestone | None
    left: LeftOut | None
    text: str
    first: TermRef
    last: TermRef

    @property
    def is_open(self) -> bool:
        return self.taken is None and self.left is None


@dataclass(frozen=True)
class Rolling:
    """A draft beside the edition it follows: what is decided, what is open, and what contradicts."""

    draft: Plan
    lines: tuple[Line, ...]
    carries: tuple[Decision, ...]
    repeats: tuple[Decision, ...]
    evaluated: int
    to_evaluate: int
    contradictions: tuple[str, ...]
    unsaid: tuple[str, ...]
    is_brought_in: bool
    recoded: tuple[tuple[str, Line], ...]
    ending: tuple[Evaluation, ...]

    @property
    def open_carries(self) -> list[Decision]:
        return [each for each in self.carries if each.is_open]

    @property
    def open_repeats(self) -> list[Decision]:
        return [each for each in self.repeats if each.is_open]

    @property
    def obstacles(self) -> list[str]:
        """What must be put right before the board can adopt the draft."""
        return [*self.contradictions, *([] if self.is_brought_in else self._undecided)]

    @property
    def _undecided(self) -> list[str]:
        """What nobody has said yet of the edition before; the trust's own document has said it by itself."""
        count = len(self.open_carries)
        words = f"{count} unfinished milestone{'s are' if count > 1 else ' is'} neither carried on nor left."
        return [*self.unsaid, *([words] if count else [])]

    @property
    def warnings(self) -> list[str]:
        found = self._undecided if self.is_brought_in else []
        missing = self.to_evaluate - self.evaluated
        if missing:
            found.append(
                f"{missing} of {self.to_evaluate} priorities are not evaluated. They go on as they are."
            )
        if self.open_repeats:
            found.append(
                f"{len(self.open_repeats)} yearly milestones are neither accepted nor declined. "
                "The draft goes without them."
            )
        return found


def rolling_of(draft: Plan, old: Plan | None = None) -> Rolling:
    """How far a draft that follows an edition, or is to take over from `old`, is.

    In a number of queries that does not grow with it.
    """
    old = old or draft.supersedes
    if old is None:
        raise ValueError("Only a draft that follows an edition is rolled forward.")
    rows = read_rows(old, PACK)
    lines = tuple(draft.lines.select_related("strand", "priority"))
    evaluations = {each.priority_id: each for each in old.evaluations.select_related("priority", "by")}
    codes = {row.priority: row.code for row in rows.lines}
    printed = {line.priority_id: line for line in lines}
    ongoing = {row.priority for row in rows.lines if row.state.standing in ONGOING}
    ends = [each for each in evaluations.values() if each.verdict in ENDS and each.priority_id in ongoing]
    carries, repeats = _decisions(rows, old, draft, printed)
    return Rolling(
        draft=draft,
        lines=lines,
        carries=carries,
        repeats=repeats,
        evaluated=len(ongoing & evaluations.keys()),
        to_evaluate=len(ongoing),
        contradictions=tuple(_contradictions(rows, evaluations, printed)),
        unsaid=tuple(_unsaid(rows, evaluations, printed)),
        is_brought_in=draft.imports.exists(),
        recoded=tuple(
            (was, line) for line in lines if (was := codes.get(line.priority_id, line.code)) != line.code
        ),
        ending=tuple(ends),
    )


Decisions = tuple[Decision, ...]


def _decisions(
    rows: PlanRows, old: Plan, draft: Plan, printed: dict[int, Line]
) -> tuple[Decisions, Decisions]:
    """What may be carried on, and what may be repeated, on the lines that the draft prints."""
    known = Milestone.objects.filter(line__plan=old).select_related("line", "from_term", "to_term")
    milestones = {each.pk: each for each in known}
    taken, first = _taken(draft), draft.first_term.ref
    left = {(each.milestone_id, each.is_repeat): each for each in draft.left_out.all()}

    def decision(cell: Cell, *, is_repeat: bool) -> Decision:
        own, key = milestones[cell.key], (cell.key, is_repeat)
        line = printed[own.line.priority_id]
        return Decision(line, own, taken.get(key), left.get(key), cell.text, cell.first, cell.last)

    def on_a_line(cell: Cell) -> bool:
        return milestones[cell.key].line.priority_id in printed

    late = [Cell(row.pk, row.track, first, first, row.text) for row in _unfinished(rows, draft)]
    yearly = _proposed(rows, old, draft)
    return (
        tuple(decision(cell, is_repeat=False) for cell in late if on_a_line(cell)),
        tuple(decision(cell, is_repeat=True) for cell in yearly if on_a_line(cell)),
    )


def _taken(draft: Plan) -> dict[tuple[int, bool], Milestone]:
    held = Milestone.objects.filter(line__plan=draft, carried_from__isnull=False).exclude(carry_reason="")
    return {
        (each.carried_from_id or 0, each.carry_reason == AGAIN): each
        for each in held.select_related("from_term", "to_term")
    }


def _unfinished(rows: PlanRows, draft: Plan) -> Iterable[MilestoneRow]:
    """What ended before the draft begins and is not reached."""
    ratings: dict[int, dict[TermRef, list[RatingRow]]] = defaultdict(dict)
    for (priority, term), said in rows.ratings.items():
        ratings[priority][term] = said
    for row in rows.lines:
        yield from unfinished(row.milestones, ratings[row.priority], draft.first_term.ref.previous)


def _proposed(rows: PlanRows, old: Plan, draft: Plan) -> list[Cell]:
    """What comes each year, as it would come in the year that the draft adds."""
    cells = [
        Cell(each.pk, (row.priority, each.track), each.first, each.last, each.text, each.recurs)
        for row in rows.lines
        for each in row.milestones
    ]
    after, last = old.last_term.ref, draft.last_term.ref
    # What stopped years before the plan's end is not taken for yearly.
    since = after.shift(1 - 2 * TERMS_IN_A_YEAR)
    recent = [each for each in patterns(cells) if each.steps[-1].first >= since]
    moved = [cell for pattern in recent for cell in pattern.proposed(after)]
    return [replace(cell, last=min(cell.last, last)) for cell in moved if cell.first <= last]


def _contradictions(
    rows: PlanRows, evaluations: dict[int, Evaluation], printed: dict[int, Line]
) -> Iterable[str]:
    for row in rows.lines:
        evaluation = evaluations.get(row.priority)
        if evaluation is None or row.state.standing not in ONGOING:
            continue
        ends = evaluation.verdict in ENDS
        if ends and row.priority in printed:
            yield f"{row.code} {row.title} ends by its evaluation, but the draft still prints it."
        if not ends and row.priority not in printed:
            yield f"{row.code} {row.title} goes on by its evaluation, but the draft does not print it."


def _unsaid(rows: PlanRows, evaluations: dict[int, Evaluation], printed: dict[int, Line]) -> Iterable[str]:
    for row in rows.lines:
        if row.state.standing in ONGOING and row.priority not in printed and row.priority not in evaluations:
            yield f"{row.code} {row.title} is not evaluated, and the draft does not print it."


def reletter(lines: Sequence[Line]) -> dict[int, str]:
    """Codes in printed order, 1a, 1b … by strand, by the key of the line. Pure."""
    codes, places = {}, dict[int, int]()
    for line in lines:
        place = places[line.strand.number] = places.get(line.strand.number, 0) + 1
        codes[line.pk] = f"{line.strand.number}{_letters(place)}"
    return codes


def _letters(place: int) -> str:
    """'a' for 1, 'z' for 26, 'aa' for 27."""
    text = ""
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
