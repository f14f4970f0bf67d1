"""What can happen in the boardroom."""

from governance.actions.builds import cancel_build, compile_build, request_build
from governance.actions.questions import (
    DraftConflict,
    answer_question,
    ask_further,
    ask_question,
    assign_question,
    change_draft,
    close_question,
    delete_draft,
    draft_question,
    send_draft,
    stamp_of_draft,
)
from governance.actions.remits import close_remit, post_that_owns, reply_to_remit, set_remit
from governance.actions.replies import reply_on_page
from governance.actions.threads import (
    may_answer,
    may_ask_on,
    may_assign,
    may_close,
    owes_answer,
    subject_of,
)
from governance.actions.updates import LONGEST_REASON, NeedsReason, issue_update, write_overview

__all__ = [
    "LONGEST_REASON",
    "DraftConflict",
    "NeedsReason",
    "answer_question",
    "ask_further",
    "ask_question",
    "assign_question",
    "cancel_build",
    "change_draft",
    "close_question",
    "close_remit",
    "compile_build",
    "delete_draft",
    "draft_question",
    "issue_update",
    "may_answer",
    "may_ask_on",
    "may_assign",
    "may_close",
    "owes_answer",
    "post_that_owns",
    "reply_on_page",
    "reply_to_remit",
    "request_build",
    "send_draft",
    "set_remit",
    "stamp_of_draft",
    "subject_of",
    "write_overview",
]
