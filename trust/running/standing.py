"""Whether the portal can do its work: database, migrations, broker, workers, and what waits for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min

from trust import jobs
from trust.clock import wall
from trust.models import Message, MessageState, Worker

# A worker sweeps every ten seconds; a job that has waited longer than this waits for nobody.
SILENT_AFTER: Final = timedelta(seconds=60)
LATE_AFTER: Final = timedelta(minutes=2)
BROKER_TIMEOUT: Final = 2.0
ASKED_AGAIN_AFTER: Final = 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Part:
    """One part of the portal: whether it is well, and if not, whether pages can be had without it."""

    name: str
    is_well: bool
    is_needed: bool = False

    @property
    def word(self) -> str:
        return "ok" if self.is_well else "not well"


def parts() -> list[Part]:
    """Each part as it stands. Without the database nothing else is asked."""
    if not database_answers():
        return [Part("database", is_well=False, is_needed=True)]
    return [
        Part("database", is_well=True, is_needed=True),
        Part("migrations", is_well=is_migrated(), is_needed=True),
        Part("broker", is_well=broker_answers()),
        Part("worker", is_well=newest_beat() is not None),
        Part("jobs", is_well=not is_late(oldest_waiting())),
        Part("mail", is_well=not is_late(oldest_mail())),
    ]


def database_answers() -> bool:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_migrated() -> bool:
    """Whether the tables are those of this release."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def newest_beat() -> datetime | None:
    """When a worker swept last, if that was within the minute."""
    seen = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    return seen if seen and wall() - seen < SILENT_AFTER else None


def oldest_waiting() -> datetime | None:
    """Since when the job that has waited longest has waited for a worker."""
    return min((since for model in jobs.kinds() if (since := jobs.waits_since(model))), default=None)


def oldest_mail() -> datetime | None:
    """Since when the message has waited that has waited longest without a try."""
    waiting = Message.objects.filter(state=MessageState.WAITING, attempts=0)
    since: datetime | None = waiting.aggregate(since=Min("created_at"))["since"]
    return since


def is_late(since: datetime | None) -> bool:
    return since is not None and wall() - since > LATE_AFTER


def _now_and_then(ask: Callable[[], bool]) -> Callable[[], bool]:
    """Whoever asks again within five seconds gets the same answer: the question is cheap to send and dear to
    answer."""
    kept: list[tuple[float, bool]] = []

    def answer() -> bool:
        if not kept or time.monotonic() - kept[0][0] > ASKED_AGAIN_AFTER:
            kept[:] = [(time.monotonic(), ask())]
        return kept[0][1]

    return answer


@_now_and_then
def broker_answers() -> bool:
    once = {"socket_connect_timeout": BROKER_TIMEOUT, "socket_timeout": BROKER_TIMEOUT}
    try:
        asked = current_app.connection_for_read(connect_timeout=BROKER_TIMEOUT, transport_options=once)
        with asked as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_TIMEOUT)
    except Exception as error:
        log.warning("broker_away", error=type(error).__name__)
        return False
    return True
