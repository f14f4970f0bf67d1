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
from milestones.actions.draft import (
    DraftConflict,
    LineWords,
    MilestoneWords,
    add_line,
    add_milestone,
    change_line,
    change_milestone,
    move_line,
    remove_line,
    remove_milestone,
    set_codes,
)
from milestones.actions.edition_parts import EditionConflict, save_edition_part
from milestones.actions.editions import adopt_edition
from milestones.actions.evaluating import EvaluationConflict, evaluate_priority
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
from milestones.actions.rolling import (
    carry_milestone,
    decide_again,
    drop_draft,
    leave_milestone,
    repeat_milestone,
    roll_forward,
)
from milestones.actions.sheets import SheetConflict, save_part

__all__ = [
    "Conflict",
    "DraftConflict",
    "EditionConflict",
    "EvaluationConflict",
    "Given",
    "Judged",
    "LineWords",
    "MilestoneWords",
    "NewEdition",
    "Part",
    "SheetConflict",
    "add_line",
    "add_milestone",
    "adopt_edition",
    "answer_questions",
    "answer_rest",
    "carry_milestone",
    "change_line",
    "change_milestone",
    "close_priority",
    "confirm_import",
    "decide_again",
    "drop_draft",
    "evaluate_priority",
    "forget_answers",
    "import_plan",
    "leave_milestone",
    "link_priorities",
    "merge_priority",
    "move_line",
    "pause_priority",
    "put_aside",
    "rate_priority",
    "recode_line",
    "remove_line",
    "remove_milestone",
    "reopen_priority",
    "repeat_milestone",
    "resume_priority",
    "roll_forward",
    "save_edition_part",
    "save_part",
    "send_plan",
    "set_codes",
    "split_priority",
    "stamp_ratings",
    "stop_import",
    "take_up",
    "undo_import",
    "unlink_priorities",
]
