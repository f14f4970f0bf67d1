"""The year's evaluation of the plan, in a pack: each priority's verdict, how it was rated, and what is not
reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from governance.packs.lists import Part, listing, table
from kpis.words import DASH
from milestones.evaluation import last_year, unfinished
from milestones.models import Evaluation, Plan, Verdict
from milestones.queries import MatrixLine, MilestoneRow
from milestones.queries.rolling import ONGOING
from trust.models import Term
from trust.terms import TermRef

ANCHOR, TITLE = "evaluated", "The plan evaluated"
NOT_YET = "Not evaluated yet"


def read(term: Term, plan: Plan | None, lines: Iterable[MatrixLine]) -> Part | None:
    """The section as the evaluation stands now, of the three terms up to this one; None where no plan is in
    force. One query."""
    if plan is None:
        return None
    said = {each.priority_id: each for each in plan.evaluations.all()}
    rows = [line for line in lines if line.row.state.standing in ONGOING]
    year = last_year(term.ref)
    tables = [*_strands(rows, said, year), _unreached(rows)]
    return listing(ANCHOR, TITLE, _standfirst(plan, rows, said), tables)


def _standfirst(plan: Plan, rows: Sequence[MatrixLine], said: Mapping[int, Evaluation]) -> str:
    told = [said[row.priority].verdict for row in rows if row.priority in said]
    counts = [(Verdict(each).label.lower(), told.count(each)) for each in Verdict.values if each in told]
    verdicts = ", ".join(f"{word} {count}" for word, count in counts)
    start = f"{len(told)} of {len(rows)} priorities of {plan.title} have been evaluated"
    return f"{start}: {verdicts}." if verdicts else f"{start}."


def _strands(
    rows: Iterable[MatrixLine], said: Mapping[int, Evaluation], year: Sequence[TermRef]
) -> Iterator[Part]:
    """A table for each strand of the plan, so that each fits on a page."""
    seasons = ", ".join(each.season for each in year)
    columns = ("Priority", f"Rated in {seasons}", "Verdict", "What was said")
    for (number, strand), mine in groupby(rows, key=lambda row: row.row.strand):
        told = [(_named(row), _ratings(row, year), *_verdict(said.get(row.priority))) for row in mine]
        yield table(f"{number} {strand}", columns, told, none="", widest=3)


def _named(row: MatrixLine) -> str:
    return f"{row.code} {row.title}"


def _ratings(row: MatrixLine, year: Sequence[TermRef]) -> str:
    return ", ".join(row.rags[term].mark.word if term in row.rags else DASH for term in year)


def _verdict(evaluation: Evaluation | None) -> tuple[str, str]:
    if evaluation is None:
        return NOT_YET, ""
    return str(evaluation.get_verdict_display()), evaluation.words


def _unreached(rows: Iterable[MatrixLine]) -> Part:
    """Milestones whose last term is over or is this one, and that no rating calls reached."""
    told = [
        (_named(row), each.text, each.last.name, _put_off_to(row, each))
        for row in rows
        for each in unfinished(row.row.milestones, row.ratings, row.now)
    ]
    columns = ("Priority", "Milestone", "Was to be reached by", "Put off to")
    return table("Not reached yet", columns, told, none="Every milestone that was due is reached.", widest=1)


def _put_off_to(row: MatrixLine, milestone: MilestoneRow) -> str:
    ratings = row.ratings.get(milestone.last, ())
    return next((each.slipped_to.name for each in ratings if each.slipped_to), DASH)
