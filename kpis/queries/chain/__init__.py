"""The chain behind a figure told in words, link by link, from the school to the board: what a trustee can
follow without asking anyone."""

from __future__ import annotations

from collections.abc import Iterable

from kpis.models import Validation
from kpis.queries.chain.begun import links_at_the_school
from kpis.queries.chain.checked import assurance_of, links_of_checks
from kpis.queries.chain.given import links_to_the_board
from kpis.queries.chain.link import Link, Stage
from kpis.queries.chain.rated import links_of_rating
from kpis.queries.figures import Provenance
from kpis.wordings import listed

__all__ = ["Link", "Stage", "assurance_of", "chain_of", "missing_words"]


def chain_of(
    told: Provenance, validations: Iterable[Validation] = (), *, warned: str = "", documents: int = 0
) -> list[Stage]:
    """The links by stage, from what was reported to what was given out; four queries at most.

    `warned` says in a sentence that the board was warned with it; `documents` is how many may be
    opened.
    """
    return [
        Stage(_where(told), tuple(links_at_the_school(told, documents))),
        Stage("Checked", tuple(links_of_checks(told, validations))),
        Stage("Rated and compared", tuple(links_of_rating(told, warned))),
        Stage("Given to the board", tuple(links_to_the_board(told))),
    ]


def missing_words(stages: Iterable[Stage]) -> str:
    """ "Not there: evidence and a check from outside", or that the chain is whole."""
    gaps = [link.missing for stage in stages for link in stage.links if link.missing]
    return f"Not there: {listed(gaps)}." if gaps else "Every link is there."


def _where(told: Provenance) -> str:
    return "At the school" if told.figure.school else "At the trust"
