"""Reads a trust's strategic plan, as tab-separated text or the portal's own file, without saving anything."""

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
from milestones.imports.portal_file import is_ours, read_ours
from milestones.imports.reading import read_plan as read_printed
from milestones.imports.reading import read_text
from milestones.imports.settling import CHOICES, Answers, settle
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


def read_plan(raw: bytes, name: str = "") -> PlanRead:
    """The plan in the bytes of a file of either kind. Raises ImportProblem naming line and column."""
    return read_ours(raw) if is_ours(raw) else read_printed(raw)
