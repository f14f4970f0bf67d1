"""The counting house: what is measured, against what, and what each school has returned."""

from kpis.models.definition import Band, BandState, Comparator, Definition, Kpi, Scope
from kpis.models.figure import Assurance, Figure, Judgement, ReleasedFigure
from kpis.models.returns import Entry, Prefill, Return, ReturnState, Section

__all__ = [
    "Assurance",
    "Band",
    "BandState",
    "Comparator",
    "Definition",
    "Entry",
    "Figure",
    "Judgement",
    "Kpi",
    "Prefill",
    "ReleasedFigure",
    "Return",
    "ReturnState",
    "Scope",
    "Section",
]
