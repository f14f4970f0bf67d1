"""Reads a trust's strategic plan, a Word document, workbook, CSV file or pasted text, and saves nothing."""

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
from milestones.imports.from_json import from_json
from milestones.imports.reading import read_text
from milestones.imports.settling import CHOICES, Answers, settle
from milestones.imports.sources import read_plan
from milestones.imports.spans import Reaches, settle_spans

__all__ = [
    "CHOICES",
    "Answers",
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
    "from_json",
    "read_plan",
    "read_text",
    "settle",
    "settle_spans",
]
