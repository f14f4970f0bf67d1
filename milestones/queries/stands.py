"""How every line of the plan stands in every term, those that say "as 2c" included. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kpis.rag import Mark, Rag
from milestones.models.matrix import LinkKind
from milestones.progress import Due, Inherited, Rated, progress_of
from milestones.queries.rows import LineRow, PlanRows, RatingRow, Ref, TermRow
from trust.terms import TermRef

RATED = frozenset({Mark.RED, Mark.AMBER, Mark.GREEN, Mark.COMPLETE})
INHERITING = frozenset({LinkKind.SAME_AS.value, LinkKind.AS_BUT.value})

Rags = dict[TermRef, Rag]


def stands(rows: PlanRows, terms: Sequence[TermRow], today: date) -> dict[int, Rags]:
    """By priority and term, how it stands; `today` is a London date."""
    known = {row.priority: row for row in rows.lines}
    found = {row.priority: _of_line(row, rows, terms, today) for row in rows.lines}
    for row in rows.lines:
        for term in terms:
            source = _source(row, term.ref, known, found, rows.ratings)
            if source:
                found[row.priority][term.ref] = _stand(row, term, (), today, source)
    return found


def like_of(row: LineRow, term: TermRef, known: Mapping[int, LineRow]) -> Ref | None:
    """The reference to the one other line that its only milestone due in the term says it is as.

    None where there is none. The home of the claim: the matrix, the sheet and its PDF say it from here.
    """
    due = [each for each in row.milestones if each.first <= term <= each.last]
    if len(due) != 1:
        return None
    named = {ref.priority: ref for ref in due[0].refs if ref.kind in INHERITING and ref.priority in known}
    named.pop(row.priority, None)
    return next(iter(named.values())) if len(named) == 1 else None


def _source(
    row: LineRow,
    term: TermRef,
    known: Mapping[int, LineRow],
    found: Mapping[int, Rags],
    ratings: Mapping[tuple[int, TermRef], Sequence[RatingRow]],
) -> Inherited | None:
    """Who was rated and stands for it: the line it names or, where that names another in turn, the last."""
    passed = {row.priority}
    at = row
    while not ratings.get((at.priority, term)):
        like = like_of(at, term, known)
        if like is None or like.priority is None or like.priority in passed:
            return None
        passed.add(like.priority)
        at = known[like.priority]
    rag = found[at.priority][term]
    return Inherited(at.code, rag) if at is not row and rag.mark in RATED else None


def _of_line(row: LineRow, rows: PlanRows, terms: Sequence[TermRow], today: date) -> Rags:
    return {
        term.ref: _stand(row, term, rows.ratings.get((row.priority, term.ref), ()), today, None)
        for term in terms
    }


def _stand(
    row: LineRow, term: TermRow, ratings: Sequence[RatingRow], today: date, inherited: Inherited | None
) -> Rag:
    rag = progress_of(
        dates=term.dates,
        milestones=[Due(each.first, each.last, each.track) for each in row.milestones],
        ratings=[Rated(each.mark, each.happened, each.on, each.track) for each in ratings],
        state=row.state,
        today=today,
        inherited=inherited,
    )
    if rag.mark is Mark.OVERDUE and not (term.is_issued or row.is_own):
        # The reader has not been given this term's ratings: that one is missing would be a false claim.
        return Rag.of(Mark.NOT_DUE, f"the ratings of {term.ref.name} come with its Trust Update")
    return rag
