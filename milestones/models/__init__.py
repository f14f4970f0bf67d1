"""The workshop: plan editions, priorities that outlive them, the matrix of milestones, and their termly
ratings."""

from milestones.models.bringing import Outcome, PlanImport
from milestones.models.edition import (
    Evaluation,
    GrowthTarget,
    LeftOut,
    Objective,
    PlanCopy,
    PlanText,
    StrategicQuestion,
    TextKind,
    Verdict,
)
from milestones.models.matrix import Link, LinkKind, Milestone, SpanKind
from milestones.models.plan import (
    ChangeKind,
    Line,
    Plan,
    PlanState,
    Priority,
    PriorityChange,
    PriorityState,
    Strand,
)
from milestones.models.rating import Rating, ReleasedRating
from milestones.models.sheet import (
    Attachment,
    BidState,
    Funding,
    FundingSource,
    Risk,
    Sheet,
    Step,
    SuccessMeasure,
)

__all__ = [
    "Attachment",
    "BidState",
    "ChangeKind",
    "Evaluation",
    "Funding",
    "FundingSource",
    "GrowthTarget",
    "LeftOut",
    "Line",
    "Link",
    "LinkKind",
    "Milestone",
    "Objective",
    "Outcome",
    "Plan",
    "PlanCopy",
    "PlanImport",
    "PlanState",
    "PlanText",
    "Priority",
    "PriorityChange",
    "PriorityState",
    "Rating",
    "ReleasedRating",
    "Risk",
    "Sheet",
    "SpanKind",
    "Step",
    "Strand",
    "StrategicQuestion",
    "SuccessMeasure",
    "TextKind",
    "Verdict",
]
