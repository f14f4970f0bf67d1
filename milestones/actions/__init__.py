"""What can happen in the workshop."""

from milestones.actions.plan import import_plan
from milestones.actions.ratings import Conflict, Judged, pause_priority, rate_priority, stamp_ratings

__all__ = [
    "Conflict",
    "Judged",
    "import_plan",
    "pause_priority",
    "rate_priority",
    "stamp_ratings",
]
