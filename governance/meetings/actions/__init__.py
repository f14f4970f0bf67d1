"""What can happen to meetings, their agendas, and what was decided at them."""

from governance.meetings.actions.agenda import (
    AgendaConflict,
    add_item,
    add_paper,
    change_item,
    move_item,
    remove_item,
    write_minute,
)
from governance.meetings.actions.carrying import adopt_by, agree_category_by, agree_targets_by
from governance.meetings.actions.deciding import decide, finish_action, give_action
from governance.meetings.actions.meetings import (
    change_meeting,
    note_presences,
    plan_meeting,
    plan_year,
    take_step,
)
from governance.meetings.actions.raising import answer_at, close_remit_at, put_question, set_remit_at

__all__ = [
    "AgendaConflict",
    "add_item",
    "add_paper",
    "adopt_by",
    "agree_category_by",
    "agree_targets_by",
    "answer_at",
    "change_item",
    "change_meeting",
    "close_remit_at",
    "decide",
    "finish_action",
    "give_action",
    "move_item",
    "note_presences",
    "plan_meeting",
    "plan_year",
    "put_question",
    "remove_item",
    "set_remit_at",
    "take_step",
    "write_minute",
]
