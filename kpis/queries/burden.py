"""What returns cost those who fill them in: the fields asked of each head, and the median minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from kpis.forms.entry import fields_for
from kpis.models import Return
from kpis.queries.effort import median_minutes
from kpis.queries.yardsticks import Ask, Yardsticks, read_yardsticks
from schools.models import Phase, School
from schools.queries import members_on
from trust.models import Term

TERMS = 6


class Asked(NamedTuple):
    """What one return of that kind asks in a term: figures, and the fields that make them up."""

    kpis: int
    fields: int


@dataclass(frozen=True)
class TermBurden:
    """One term: what is asked of a head by phase, and of the trust itself; the median minutes where known."""

    term: Term
    asked: tuple[Asked, ...]
    minutes: int | None


@dataclass(frozen=True)
class Burden:
    """The last terms in which returns were opened, the newest first; `columns` name whose return is asked."""

    columns: tuple[str, ...]
    terms: tuple[TermBurden, ...]

    @property
    def change(self) -> int:
        """How many more fields the newest term asks of all kinds of return together than a year before."""
        year_ago = next(
            (each for each in self.terms[1:] if each.term.ref == self.terms[0].term.ref.year_ago), None
        )
        if year_ago is None:
            return 0
        return sum(one.fields for one in self.terms[0].asked) - sum(one.fields for one in year_ago.asked)


def burden_of(upto: Term) -> Burden:
    """What the returns of the last six terms asked; four queries, and one for each term's minutes."""
    opened = Return.objects.filter(term__starts__lte=upto.starts).values("term")
    terms = list(Term.objects.filter(pk__in=opened).order_by("-year", "-number")[:TERMS])
    present = set(School.objects.filter(members_on(upto.last_day)).values_list("phase", flat=True))
    phases: list[str | None] = [value for value, _ in Phase.choices if value in present]
    names = [str(Phase(phase).label) for phase in phases if phase]
    yardsticks = read_yardsticks()
    kinds = [*phases, None]
    told = (
        TermBurden(term, tuple(_asked(yardsticks, term, kind) for kind in kinds), median_minutes(term))
        for term in terms
    )
    return Burden((*names, "The trust’s own"), tuple(told))


def _asked(yardsticks: Yardsticks, term: Term, phase: str | None) -> Asked:
    due = [ask for ask in yardsticks.asked(term.ref).values() if ask.is_due(term.ref, phase)]
    return Asked(len(due), sum(map(_fields, due)))


def _fields(ask: Ask) -> int:
    """The fields that hold the figure itself and its forecast; comments are asked for only where needed."""
    definition: Any = ask
    return len(fields_for(ask.kind, definition)) + (2 if ask.forecasts else 0)
