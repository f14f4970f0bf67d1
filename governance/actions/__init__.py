"""What can happen in the boardroom."""

from governance.actions.builds import cancel_build, compile_build, request_build
from governance.actions.replies import reply_on_page
from governance.actions.threads import (
    answer_question,
    ask_question,
    close_question,
    close_remit,
    may_answer,
    may_close,
    owes_answer,
    reply_to_remit,
    set_remit,
    subject_of,
)
from governance.actions.updates import issue_update, write_overview

__all__ = [
    "answer_question",
    "ask_question",
    "cancel_build",
    "close_question",
    "close_remit",
    "compile_build",
    "issue_update",
    "may_answer",
    "may_close",
    "owes_answer",
    "reply_on_page",
    "reply_to_remit",
    "request_build",
    "set_remit",
    "subject_of",
    "write_overview",
]
