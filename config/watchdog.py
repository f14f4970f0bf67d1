"""A worker that hears nothing any more ends itself, so that whatever keeps it running starts it again.

A consumer can lose its broker and not notice: its process lives, sweeps, and is rung for in vain. So every
worker rings itself, through a queue of its own, every twenty seconds. If a minute passes in which the broker
took these bells and none of them came back, the process ends. A broker that is away is no reason to end: the
sweep goes on, and the consumer comes back with the broker.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from celery.worker import state

RING_EVERY: Final = 20.0
SILENCE: Final = 60.0
# Distinct from a crash, for whoever reads the log of what keeps it running.
EXIT_CODE: Final = 75
TASK: Final = "trust.tasks.hear"

log = structlog.get_logger(__name__)


class Watchdog:
    """One worker's own: `hears` by every task that reaches it, `looks` every ten seconds."""

    def __init__(
        self,
        ring: Callable[[], None],
        *,
        end: Callable[[int], Any] = os._exit,
        is_busy: Callable[[], bool] = lambda: bool(state.active_requests),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.heard_at: datetime | None = None
        self._ring, self._end, self._is_busy, self._clock = ring, end, is_busy, clock
        self._heard = self._rung = clock()

    def hears(self) -> None:
        """A task has reached this worker, whichever it is."""
        self._heard, self.heard_at = self._clock(), datetime.now(UTC)

    def looks(self) -> None:
        """Ring where it is time; end the process where a minute has brought nothing back.

        While a job is being done the consumer takes no more than it can do, and its silence says nothing.
        """
        if self._is_busy():
            self._heard = self._clock()
        if self._clock() - self._heard > SILENCE:
            log.error("worker_hears_nothing", seconds=round(self._clock() - self._heard))
            self._end(EXIT_CODE)
        elif self._clock() - self._rung >= RING_EVERY:
            self._rung = self._clock()
            self._try_to_ring()

    def _try_to_ring(self) -> None:
        try:
            self._ring()
        except Exception as error:
            # The broker is away, which is not the consumer's fault.
            self._heard = self._clock()
            log.warning("own_bell_not_rung", error=type(error).__name__)


def own_queue(hostname: str) -> str:
    """The queue that this process alone listens to."""
    return f"hear.{hostname}.{os.getpid()}"


def ringer(queue: str) -> Callable[[], None]:
    """Rings through the broker for this worker alone; the bell is worthless once the next has rung."""

    def ring() -> None:
        from trust.jobs import send

        send(TASK, queue=queue, expires=RING_EVERY)

    return ring
