"""What the year's evaluation looks at: which milestones are not finished, and which verdicts need words.

Pure: no database and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kpis.rag import Mark
from milestones.models.edition import Verdict
from milestones.progress import WHOLE
from milestones.queries.rows import MilestoneRow, RatingRow
from trust.terms import TERMS_IN_A_YEAR, TermRef, terms_between

# The board reads why, and a closed priority carries it on its sheet.
NEEDS_WORDS = frozenset({Verdict.CHANGE.value, Verdict.CLOSE.value})
ENDS = frozenset({Verdict.ACHIEVED.value, Verdict.CLOSE.value})
DONE = frozenset({Mark.COMPLETE, Mark.GREEN})


def last_year(now: TermRef) -> list[TermRef]:
    """The three terms that are evaluated: the current one and the two before it."""
    return terms_between(now.shift(1 - TERMS_IN_A_YEAR), now)


def is_finished(milestone: MilestoneRow, ratings: Mapping[TermRef, Sequence[RatingRow]]) -> bool:
    """Whether the ratings say that it is reached.

    So where one of its terms was rated complete, or its last term green with nothing put off, as a whole or
    for its track.
    """
    for term, said in ratings.items():
        if not milestone.first <= term:
            continue
        own = [each for each in said if each.track in (WHOLE, milestone.track)]
        if any(each.mark is Mark.COMPLETE for each in own):
            return True
        if term == milestone.last and any(each.mark in DONE and not each.slipped_to for each in own):
            return True
    return False


def unfinished(
    milestones: Iterable[MilestoneRow], ratings: Mapping[TermRef, Sequence[RatingRow]], upto: TermRef
) -> list[MilestoneRow]:
    """What should be reached by the end of a term and is not, in the order of the plan."""
    return [each for each in milestones if each.last <= upto and not is_finished(each, ratings)]
