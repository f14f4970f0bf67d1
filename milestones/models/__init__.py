"""The workshop: plan editions, priorities that outlive them, the matrix of milestones, and their termly
ratings."""

from milestones.models.matrix import Link, LinkKind, Milestone, SpanKind
from milestones.models.plan import Line, Plan, Priority, PriorityState, Strand
from milestones.models.rating import Rating, ReleasedRating

__all__ = [
    "Line",
    "Link",
    "LinkKind",
    "Milestone",
    "Plan",
    "Priority",
    "PriorityState",
    "Rating",
    "ReleasedRating",
    "SpanKind",
    "Strand",
]
