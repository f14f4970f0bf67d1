"""Warnings about the figures on a page: as the board was given them, or as the rule would give them now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kpis.models import CameTrue
from kpis.queries.bands import ways_in_force
from kpis.queries.board_rows import BoardRows
from kpis.queries.facts import Fact
from kpis.queries.rated import WIDTH
from kpis.queries.warnings import standing, warning_in
from schools.access import Person


class Caution(NamedTuple):
    """A warning about one figure: why, and what became of it where its year has closed."""

    fact: Fact
    words: str
    came_true: CameTrue
    outcome: int | None


def cautions_of(
    rows: BoardRows, facts: Iterable[Fact], user: Person, *, at: int = WIDTH
) -> Iterator[Caution]:
    """One for each figure that is warned of, in the trust's order; two queries.

    `at` is where the ends of the forecast stand in a figure's row.
    """
    courses = ways_in_force(rows.term)
    given = {(one.school, one.kpi): one for one in standing(user, rows.term)}
    for fact in facts:
        kept = given.get((fact.owner.pk, fact.ask.kpi_id))
        if kept:
            yield Caution(fact, kept.reason, kept.came_true, kept.outcome)
        elif now := warning_in(rows, fact.owner, fact.ask, fact.rated, courses, at):
            yield Caution(fact, now.words, CameTrue.UNKNOWN, None)
