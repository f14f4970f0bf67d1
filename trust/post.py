"""E-mail to people: a row in the transaction of what it tells, sent at most once per person and event.

A definite refusal is tried again with growing pauses until `MAX_TRIES`; a mail server that cannot be
reached is tried for three days. An answer that leaves open whether the message went out is recorded as
unknown, and the message is never sent a second time.
"""

from __future__ import annotations

import smtplib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q, QuerySet

from trust import jobs
from trust.clock import wall
from trust.models import Message, MessageState, User

TASK: Final = "trust.tasks.send_messages"
MAX_TRIES: Final = 5
LEASE: Final = timedelta(minutes=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
PATIENCE: Final = timedelta(days=3)
BATCH: Final = 50

CANNOT_BE_REACHED = "The mail server could not be reached for three days."
WORKER_STOPPED = "The worker stopped while it was sending; the message may or may not have arrived."

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try: the state that follows, why, and whether the mail server was reached at all."""

    state: MessageState
    error: str = ""
    reached: bool = True


def post(to: User, key: str, subject: str, text: str, *, address: str = "") -> Message | None:
    """Write a message to one person in the caller's transaction and ring for it on commit.

    It goes to their address of the day on which it is sent, or to `address`, such as the one they had before.

    `key` names the event ("return.sent_back 41"): the same person and key give the same message, sent once.
    None for a person who has left or has no address. The subject is put on one line.
    """
    if not to.is_active or not to.email:
        return None
    message, is_new = Message.objects.get_or_create(
        key=f"{to.pk}:{key}",
        defaults={"to": to, "address": address, "subject": " ".join(subject.split())[:200], "text": text},
    )
    if is_new:
        jobs.ring(TASK)
    return message


def send_waiting() -> int:
    """Send a batch of what is due, oldest first; how many went out. Stops where mail cannot be reached."""
    _settle_lost_tries()
    sent = 0
    for pk in _due().order_by("created_at").values_list("pk", flat=True)[:BATCH]:
        outcome = _try_one(pk)
        if outcome is None:
            continue
        sent += outcome.state == MessageState.SENT
        if not outcome.reached:
            break
    return sent


def ring_if_waiting() -> None:
    """For the sweep: ring where a message is due, or was lost on its way."""
    if _due().exists() or _lost().exists():
        jobs.ring(TASK)


def _due() -> QuerySet[Message]:
    return Message.objects.filter(
        Q(next_try_at=None) | Q(next_try_at__lte=wall()), state=MessageState.WAITING
    )


def _lost() -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.SENDING, lease_until__lte=wall())


def _settle_lost_tries() -> None:
    _lost().update(state=MessageState.UNKNOWN, error=WORKER_STOPPED, token=None, lease_until=None)


def _try_one(pk: int) -> Outcome | None:
    token, until = uuid.uuid4(), wall() + LEASE
    taken = {"state": MessageState.SENDING, "token": token, "lease_until": until}
    claimed = _due().filter(pk=pk).update(**taken, attempts=F("attempts") + 1)
    if not claimed:
        return None
    message = Message.objects.select_related("to").get(pk=pk)
    outcome = _after(_send(message), message)
    Message.objects.filter(pk=pk, token=token).update(**_fields(outcome, message, wall()))
    if outcome.error:
        log.warning("message_not_sent", message=pk, state=outcome.state, error=outcome.error)
    return outcome


def _send(message: Message) -> Outcome:
    if not message.to.is_active or not message.to.email:
        return Outcome(MessageState.REFUSED, "The person has left or has no address.")
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        # Nothing was handed over yet, so this is never unclear.
        return Outcome(MessageState.WAITING, _words(error), reached=False)
    try:
        to = message.address or message.to.email
        EmailMessage(message.subject, message.text, to=[to], connection=connection).send()
    except Exception as error:
        return Outcome(_verdict(error), _words(error))
    finally:
        _close(connection)
    return Outcome(MessageState.SENT)


def _verdict(error: Exception) -> MessageState:
    match error:
        case smtplib.SMTPResponseException() | smtplib.SMTPRecipientsRefused():
            return MessageState.WAITING
        case ValueError() | smtplib.SMTPNotSupportedError():
            # An address or a header that can never be sent.
            return MessageState.REFUSED
    return MessageState.UNKNOWN


def _after(outcome: Outcome, message: Message) -> Outcome:
    if outcome.state != MessageState.WAITING:
        return outcome
    if not outcome.reached and wall() - message.created_at > PATIENCE:
        return Outcome(MessageState.REFUSED, CANNOT_BE_REACHED, reached=False)
    if outcome.reached and message.attempts >= MAX_TRIES:
        return Outcome(MessageState.REFUSED, outcome.error)
    return outcome


def _fields(outcome: Outcome, message: Message, at: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "state": outcome.state,
        "error": outcome.error,
        "token": None,
        "lease_until": None,
    }
    if outcome.state == MessageState.SENT:
        fields["sent_at"] = at
    if outcome.state == MessageState.WAITING:
        fields["next_try_at"] = at + min(timedelta(minutes=2**message.attempts), LONGEST_PAUSE)
    if not outcome.reached:
        # A server that is away uses up its patience, not the message's tries.
        fields |= {"attempts": message.attempts - 1, "next_try_at": at + timedelta(minutes=5)}
    return fields


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        log.info("mail_connection_not_closed")


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
