"""The schedule's rows of what the ground keeps: accounts, sign-ins, messages, the history, backups."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from trust.models import HistoryCheck, Message, MessageState
from trust.retention.schedule import Row, register, removed

YEAR: Final = 365
GONE: Final = "The text was removed when its time was over."


def enter_rows() -> None:
    """Called once, when the portal starts."""
    for slug, model, what in (
        ("sign-in-attempts", AccessAttempt, "Sign-ins that failed: e-mail address, network address, browser"),
        ("sign-in-failures", AccessFailureLog, "Sign-ins that were refused after too many: the same"),
        ("sign-ins", AccessLog, "Sign-ins and sign-outs: the same"),
    ):
        register(Row(slug, what, SIGN_INS, "Deleted", 90, 30, YEAR, _attempts(model), removed))
    register(
        Row("sessions", "Sessions that are over", "They are of no more use.", "Deleted", 1, 0, 0,
            _sessions, removed),
        Row("messages", "What e-mails said", MESSAGES,
            "The text is removed; that it was sent, to whom and when, stays",
            YEAR, 90, 3 * YEAR, _messages, _emptied),
        Row("history-checks", "That the history was checked", "A year shows that it is done.", "Deleted",
            YEAR, 0, 0, _checks, removed),
        Row("accounts", "The name, post and e-mail address of who has an account", ACCOUNTS,
            "After they have left, an administrator replaces them on the person’s page"),
        Row("history", "The history: who did what and when", HISTORY,
            "Never removed; whoever has left can be given a name that says nothing"),
        Row("backups", "Backups", "So that the trust can go on after a fault.",
            "They age as whoever runs the server has set; what was removed is in them until then"),
    )  # fmt: skip


SIGN_INS: Final = (
    "So that attacks are seen and answered (UK GDPR, article 6(1)(f): the security of the portal)."
)
MESSAGES: Final = "So that it can be shown what somebody was told."
ACCOUNTS: Final = "Needed to govern the trust (UK GDPR, article 6(1)(e)); who governed stays on the record."
HISTORY: Final = (
    "So that anyone can show that nothing was altered; no person’s name stands in it (UK GDPR, article 89)."
)


def _attempts(model: Any) -> Any:
    return lambda moment: model.objects.filter(attempt_time__lt=moment)


def _sessions(moment: datetime) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=moment)


def _messages(moment: datetime) -> QuerySet[Any]:
    done = Message.objects.filter(created_at__lt=moment).exclude(
        state__in=(MessageState.WAITING, MessageState.SENDING)
    )
    return done.exclude(text=GONE)


def _emptied(found: QuerySet[Any]) -> int:
    return found.update(text=GONE)


def _checks(moment: datetime) -> QuerySet[Any]:
    return HistoryCheck.objects.filter(finished_at__lt=moment)
