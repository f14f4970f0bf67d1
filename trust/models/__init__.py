"""The ground: the trust itself, its people, its terms, and the rows every floor above leans on."""

from trust.models.calendar import Term
from trust.models.job import Job, JobState
from trust.models.ledger import (
    AppendOnly,
    Blob,
    Event,
    HistoryCheck,
    Immutable,
    Message,
    MessageState,
    WrittenOnce,
)
from trust.models.person import User
from trust.models.trust import Area, Trust
from trust.models.visit import Visit
from trust.models.worker import Worker

__all__ = [
    "AppendOnly",
    "Area",
    "Blob",
    "Event",
    "HistoryCheck",
    "Immutable",
    "Job",
    "JobState",
    "Message",
    "MessageState",
    "Term",
    "Trust",
    "User",
    "Visit",
    "Worker",
    "WrittenOnce",
]
