"""The RAG rule, the only one: a reading and a rule go in, a mark with its reason in words comes out.

Pure: no database, no clock, no floats. `rate` answers with words, `mark_of` with the mark alone by the very
same comparisons, `mark_of_value` is `mark_of` for a value that is already computed and rounded.
"""

from kpis.rag.marks import Mark, Rag, worst
from kpis.rag.numeric import mark_of_value
from kpis.rag.rating import mark_of, rate, value_of
from kpis.rag.rules import PERCENTAGES, Direction, Kind, Reading, Rule
from kpis.rag.trends import is_worsening, needs_comment, trust_value

__all__ = [
    "PERCENTAGES",
    "Direction",
    "Kind",
    "Mark",
    "Rag",
    "Reading",
    "Rule",
    "is_worsening",
    "mark_of",
    "mark_of_value",
    "needs_comment",
    "rate",
    "trust_value",
    "value_of",
    "worst",
]
