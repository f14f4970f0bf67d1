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
    check_split,
    close_priority,
    merge_priority,
    pause_priority,
    recode_line,
    reopen_priority,
    resume_priority,
    split_priority,
)
from milestones.actions.ratings import Conflict, Judged, rate_priority, stamp_ratings
from milestones.actions.rest import decline_rest, leave_rest, repeat_rest
from milestones.actions.rolling import (
    carry_milestone,
    decide_again,
    drop_draft,
    leave_milestone,
    repeat_milestone,
    roll_forward,
)
from milestones.actions.sheets import SheetConflict, save_part
from milestones.actions.strands import (
    StrandConflict,
    add_strand,
    move_strand,
    remove_strand,
    retitle_strand,
)

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
    "StrandConflict",
    "add_line",
    "add_milestone",
    "add_strand",
    "adopt_edition",
    "answer_questions",
    "answer_rest",
    "carry_milestone",
    "change_line",
    "change_milestone",
    "check_split",
    "close_priority",
    "confirm_import",
    "decide_again",
    "decline_rest",
    "drop_draft",
    "evaluate_priority",
    "forget_answers",
    "import_plan",
    "leave_milestone",
    "leave_rest",
    "link_priorities",
    "merge_priority",
    "move_line",
    "move_strand",
    "pause_priority",
    "put_aside",
    "rate_priority",
    "recode_line",
    "remove_line",
    "remove_milestone",
    "remove_strand",
    "reopen_priority",
    "repeat_milestone",
    "repeat_rest",
    "resume_priority",
    "retitle_strand",
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
