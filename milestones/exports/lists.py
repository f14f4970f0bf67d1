"""What the lists around the matrix hold as files: a priority's sheet part by part, and what serves what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milestones.exports.csv_file import matrix_rows
from milestones.models import Risk, Step
from milestones.money import YearSum
from milestones.queries import Matrix, MatrixLine, Said
from milestones.queries.sheets import Slip
from milestones.queries.trace import Purpose, Trace
from milestones.queries.words import GrowthRow
from trust.listing import Rows
from trust.tables import Cell

PROGRESS = ("Term", "Rating", "Track", "What happened", "What is next", "Evidence", "By", "On", "Slipped to")
SERVES = ("Kind", "Number", "Text", "Served by", "Code", "Title", "Rating")


def line_rows(matrix: Matrix, line: MatrixLine) -> Rows:
    """A priority's milestones, as the matrix's own file has them."""
    return matrix_rows(matrix.only([line.priority]))


def progress_rows(told: Iterable[Said]) -> Rows:
    """What was said of it and stands, the newest term first."""
    return Rows(PROGRESS, (row for said in told for row in _said(said)))


def step_rows(steps: Iterable[Step]) -> Rows:
    """Who does what, and by when."""
    rows = ((step.text, step.owner, step.due_on, step.note, step.done_on) for step in steps)
    return Rows(("Step", "Owner", "Due", "Cost or note", "Done"), rows)


def money_rows(years: Iterable[YearSum]) -> Rows:
    """Budget and cost in pounds by year and source; a bid that is not won is not counted in the budget."""
    rows = (
        (year.label, fund.source, fund.budget, fund.cost, fund.is_sure)
        for year in years
        for fund in year.funds
    )
    return Rows(("Year", "Source", "Budget", "Spent or promised", "Counted"), rows)


def risk_rows(risks: Iterable[Risk]) -> Rows:
    """What could go wrong, and what is done about it."""
    return Rows(("Risk", "What is done about it"), ((risk.text, risk.response) for risk in risks))


def slip_rows(slips: Iterable[Slip]) -> Rows:
    """What was put off, from which term to which."""
    rows = (
        (slip.said_in.name, slip.track or None, slip.slipped_from.name if slip.slipped_from else "",
         slip.slipped_to.name, slip.why)
        for slip in slips
    )  # fmt: skip
    return Rows(("Said in", "Track", "From", "To", "Why"), rows)


def growth_rows(growth: Iterable[GrowthRow]) -> Rows:
    """What grows, to how much, and by when."""
    rows = (
        (each.text, each.target, each.by_term.name if each.by_term else "", each.reached_on)
        for each in growth
    )
    return Rows(("What grows", "To", "By the end of", "Reached"), rows)


def served_rows(trace: Trace) -> Rows:
    """Each question and objective with what serves it, and what serves none at the end."""
    kinds = (("Question", trace.questions), ("Objective", trace.objectives))
    served = [row for kind, purposes in kinds for each in purposes for row in _served(kind, each)]
    idle = [*(("KPI", kpi.code, kpi.title, "") for kpi in trace.idle_kpis), *map(_line, trace.idle_lines)]
    return Rows(SERVES, [*served, *(("Serves none", None, "", *each) for each in idle)])


def _said(said: Said) -> Iterator[list[Cell]]:
    if not said.ratings:
        yield [said.term.label, said.rag.word, None, said.rag.reason, None, None, None, None, None]
    for each in said.ratings:
        put_off = each.slipped_to.name if each.slipped_to else None
        yield [
            said.term.label, each.mark.word, each.track or None, each.happened, each.next, each.evidence,
            each.by, each.on, put_off,
        ]  # fmt: skip


def _served(kind: str, purpose: Purpose) -> Iterator[tuple[Cell, ...]]:
    by = [*(("KPI", kpi.code, kpi.title, "") for kpi in purpose.kpis), *map(_line, purpose.lines)]
    for each in by or [("Nothing", "", "", "")]:
        yield (kind, purpose.number, purpose.text, *each)


def _line(line: MatrixLine) -> tuple[str, str, str, str]:
    return "Priority", line.code, line.title, line.rag.word
