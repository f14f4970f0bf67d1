"""How each part of the portal stands, in words for whoever looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from trust.backup.drill import last_success
from trust.clock import wall
from trust.models import HistoryCheck, Message, MessageState, Worker
from trust.running.standing import SILENT_AFTER, Part, parts

# What a part is for, and what to do where it is not well.
SAID: Final = {
    "database": ("Database", "Answers.", "It does not answer."),
    "migrations": (
        "Tables",
        "They are those of this release.",
        "They are of an earlier release. Run manage.py migrate, then start web and worker again.",
    ),
    "broker": (
        "Broker",
        "Rings for work at once.",
        "It does not answer. Work is still done, up to ten seconds later; look whether Redis runs.",
    ),
    "worker": (
        "Worker",
        "At least one looks for work.",
        "None has looked for work in the last minute. Updates are not compiled and e-mail is not sent until "
        "one is started.",
    ),
    "jobs": (
        "Work that waits",
        "Nothing has waited for two minutes.",
        "Something has waited for more than two minutes. Look at the worker, and at its log.",
    ),
    "mail": (
        "E-mail that waits",
        "Nothing has waited for two minutes.",
        "A message has waited for more than two minutes without a try. Look at the worker, and at its log.",
    ),
}
SHOWN: Final = 20


@dataclass(frozen=True)
class Line:
    """One part: what it is called, whether it is well, and what that means."""

    name: str
    is_well: bool
    words: str


@dataclass(frozen=True)
class Running:
    """Everything that the page says."""

    lines: list[Line]
    workers: list[tuple[Worker, bool]]
    mail: dict[str, int]
    unsent: list[Message]
    drilled_at: datetime | None
    checked: HistoryCheck | None

    @property
    def is_well(self) -> bool:
        return all(line.is_well for line in self.lines)


def running() -> Running:
    """A constant number of queries."""
    moment = wall()
    return Running(
        lines=[_line(part) for part in parts()],
        workers=[(each, moment - each.seen_at < SILENT_AFTER) for each in Worker.objects.all()[:SHOWN]],
        mail=_mail(),
        unsent=list(_unsent()[:SHOWN]),
        drilled_at=last_success(),
        checked=HistoryCheck.objects.filter(finished_at__isnull=False).order_by("-finished_at").first(),
    )


def _line(part: Part) -> Line:
    name, well, ill = SAID[part.name]
    return Line(name, part.is_well, well if part.is_well else ill)


def _mail() -> dict[str, int]:
    counted = {state: Count("pk", filter=Q(state=state)) for state in MessageState.values}
    return Message.objects.aggregate(**counted)


def _unsent() -> QuerySet[Message]:
    gone = Message.objects.filter(state__in=[MessageState.REFUSED, MessageState.UNKNOWN])
    return gone.select_related("to").order_by("-created_at")
