"""Which terms the board has been given, and from which term on a national figure noted now may count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpis.models import Comparator, Definition, Kpi
from kpis.queries.bands import is_beside
from schools.models import Audience
from trust.models import Term
from trust.terms import TermRef


@dataclass(frozen=True)
class Issued:
    """The terms that were issued to the board, the earliest first, and what one KPI meant in them."""

    terms: Sequence[Term]
    wordings: Sequence[Definition]

    def counts_from(self, comparator: Comparator) -> TermRef | None:
        """The first term after the issued ones, where the figure would be set beside an issued one.

        None where it would not: it counts from its vintage on. A figure is known from the first term that
        ends after its vintage.
        """
        if any(self._would_repaint(term, comparator) for term in self.terms):
            return self.terms[-1].ref.next
        return None

    def _would_repaint(self, term: Term, comparator: Comparator) -> bool:
        wording = self._in_force(term.ref)
        return (
            wording is not None
            and comparator.vintage < term.ends
            and is_beside(comparator, wording, term.ref)
        )

    def _in_force(self, term: TermRef) -> Definition | None:
        begun = [wording for wording in self.wordings if wording.from_term.ref <= term]
        return begun[-1] if begun else None


def read_issued(kpi: Kpi) -> Issued:
    """What the board has been given of that KPI's terms; two queries."""
    terms = Term.objects.filter(releases__audience=Audience.BOARD).distinct().order_by("year", "number")
    wordings = kpi.definitions.select_related("from_term").order_by(
        "from_term__year", "from_term__number", "version"
    )
    return Issued(list(terms), list(wordings))
