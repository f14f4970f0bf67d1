"""What can happen in the workshop."""

from milestones.actions.bringing import (
    Given,
    answer_questions,
    answer_rest,
    forget_answers,
    put_aside,
    send_plan,
    stop_import,
    take_up,
)
from milestones.actions.confirming import confirm_import, undo_import
from milestones.actions.links import link_priorities, unlink_priorities
from milestones.actions.plan import NewEdition, import_plan
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
    "Given",
    "Judged",
    "NewEdition",
    "Part",
    "SheetConflict",
    "answer_questions",
    "answer_rest",
    "close_priority",
    "confirm_import",
    "forget_answers",
    "import_plan",
    "link_priorities",
    "merge_priority",
    "pause_priority",
    "put_aside",
    "rate_priority",
    "recode_line",
    "reopen_priority",
    "resume_priority",
    "save_part",
    "send_plan",
    "split_priority",
    "stamp_ratings",
    "stop_import",
    "take_up",
    "undo_import",
    "unlink_priorities",
]
