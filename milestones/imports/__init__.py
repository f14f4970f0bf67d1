"""Reads a trust's strategic plan, as tab-separated text, without saving anything."""

from milestones.imports.as_json import as_json, counts
from milestones.imports.document import (
    Cell,
    CrossRef,
    ImportProblem,
    Line,
    PlanRead,
    Question,
    QuestionKind,
    RefKind,
    Span,
    State,
    Strand,
)
from milestones.imports.reading import read_plan, read_text
from milestones.imports.spans import Reaches, settle_spans

__all__ = [
    "Cell",
    "CrossRef",
    "ImportProblem",
    "Line",
    "PlanRead",
    "Question",
    "QuestionKind",
    "Reaches",
    "RefKind",
    "Span",
    "State",
    "Strand",
    "as_json",
    "counts",
    "read_plan",
    "read_text",
    "settle_spans",
]
