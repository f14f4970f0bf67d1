"""The counting house: what is measured, against what, and what each school has returned."""

from kpis.models.around import Document, Effort, Reminder, ReminderKind, TimeRequest, Upload, UploadKind
from kpis.models.band import Band, BandState, Consulted, Proposal
from kpis.models.comparator import Comparator
from kpis.models.definition import CrossCheck, Definition, GroupOf, Kpi, Scope
from kpis.models.figure import Assurance, Figure, Judgement, ReleasedFigure, Strength, Validation
from kpis.models.kept_warning import CameTrue, KeptWarning
from kpis.models.returns import Entry, Prefill, Return, ReturnState, Section

__all__ = [
    "Assurance",
    "Band",
    "BandState",
    "CameTrue",
    "Comparator",
    "Consulted",
    "CrossCheck",
    "Definition",
    "Document",
    "Effort",
    "Entry",
    "Figure",
    "GroupOf",
    "Judgement",
    "KeptWarning",
    "Kpi",
    "Prefill",
    "Proposal",
    "ReleasedFigure",
    "Reminder",
    "ReminderKind",
    "Return",
    "ReturnState",
    "Scope",
    "Section",
    "Strength",
    "TimeRequest",
    "Upload",
    "UploadKind",
    "Validation",
]
