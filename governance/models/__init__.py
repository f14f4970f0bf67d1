"""The boardroom: questions, answers and remits, and the Trust Update with its builds."""

from governance.models.thread import Answer, Question, QuestionState, Remit, RemitReply, RemitState
from governance.models.update import Build, PageReply, Purpose, TrustUpdate, UpdateState

__all__ = [
    "Answer",
    "Build",
    "PageReply",
    "Purpose",
    "Question",
    "QuestionState",
    "Remit",
    "RemitReply",
    "RemitState",
    "TrustUpdate",
    "UpdateState",
]
