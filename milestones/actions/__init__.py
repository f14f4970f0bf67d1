"""What can happen in the workshop."""

from milestones.actions.links import link_priorities, unlink_priorities
from milestones.actions.plan import import_plan
from milestones.actions.priorities import (
    Part,
    close_priority,
    merge_priority,
    pause_priority,
    recode_line,
    reopen_priority,
    resume_priority,
    split_priority,
)
from milestones.actions.ratings import Conflict, Judged, rate_priority, stamp_ratings
from milestones.actions.sheets import SheetConflict, save_part

__all__ = [
    "Conflict",
    "Judged",
    "Part",
    "SheetConflict",
    "close_priority",
    "import_plan",
    "link_priorities",
    "merge_priority",
    "pause_priority",
    "rate_priority",
    "recode_line",
    "reopen_priority",
    "resume_priority",
    "save_part",
    "split_priority",
    "stamp_ratings",
    "unlink_priorities",
]
