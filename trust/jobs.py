"""Background work that survives a killed worker: the row is the job, and the broker only its bell.

A worker claims a row with one conditional UPDATE, which gives it a lease and a token; a thread renews the
lease, and whatever the worker then writes carries its token, so that one who lost the lease writes nothing.
The sweep, which every worker runs when it starts and every ten seconds, rings for rows that wait or whose
lease has lapsed and fails those that have used up their attempts. With a lease of 30 seconds, the job of a
killed worker is taken up within 40.

A job has 150 seconds (`TIME_LIMIT`): after that its next step raises `JobTimeout`, and its lease is renewed
no more, so that a job that hangs between two steps is taken from it all the same.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Final, Self

import structlog
from celery import current_app
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q

from trust.clock import wall
from trust.lifecycle import Refused
from trust.models import Job, JobState
from trust.queries import remember_trust

# Short enough that a killed worker's job is taken up well within a minute; renewed every third of it.
LEASE: Final = timedelta(seconds=15)
TIME_LIMIT: Final = timedelta(seconds=150)
BROKER_TIMEOUT: Final = 2.0
BROKER_REST: Final = 10.0
RUNG_AT_ONCE: Final = 20

TOOK_TOO_LONG = "It took longer than two and a half minutes and was stopped."
WORKER_STOPPED = "The worker stopped each time while it was working on this. The log of that time says more."
WENT_WRONG = "Something unexpected went wrong, {attempts} times over; the log has it under {reference}."

log = structlog.get_logger(__name__)

_registered: dict[type[Job], str] = {}
_also_swept: list[Callable[[], None]] = []
_broker_rests_until = 0.0


class JobLost(Exception):
    """The lease is no longer ours: the job was cancelled or taken over, and nothing more may be written."""


class Unfinished(Exception):
    """Why the work could not be done this time, in words for a person."""


class JobTimeout(Exception):
    """The job has used up its time."""


class Lease:
    """One worker's hold on one job, from claim to finish; as a context manager a thread renews it."""

    def __init__(
        self, model: type[Job], pk: Any, token: uuid.UUID, length: timedelta, limit: timedelta
    ) -> None:
        self.model, self.pk, self.token, self.length = model, pk, token, length
        self.is_over = False
        self._ends_at = time.monotonic() + limit.total_seconds()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_renewing, name=f"lease {pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def step(self, done: int, all_steps: int, words: str) -> None:
        """Show progress: so many steps of all are done, and what is being done now, in words.

        Raises JobLost where the lease is no longer ours, JobTimeout where the time is used up.
        """
        if time.monotonic() > self._ends_at:
            raise JobTimeout
        if not self._write(done_steps=min(done, all_steps), all_steps=all_steps, step=words[:120]):
            raise JobLost

    def finish(self, **fields: Any) -> bool:
        """Make the job ready and set its own fields, in one UPDATE; False where the lease was lost.

        Inside an `atomic` block, a caller told False must let the block fail.
        """
        return self._end(JobState.READY, error="", **fields)

    def fail(self, reason: str) -> bool:
        """End the job for good, with the reason in words for a person; False where the lease was lost."""
        return self._end(JobState.FAILED, error=reason[:500])

    def give_back(self, reason: str) -> bool:
        """Let the job be tried again after a pause, or fail it with the reason after the last attempt."""
        attempts = self._rows().values_list("attempts", flat=True).first()
        if attempts is None or attempts >= self.model.MAX_ATTEMPTS:
            return self.fail(reason)
        # A lease without a token is a pause: nobody may claim the row before it has passed.
        pause = wall() + timedelta(seconds=5 * attempts)
        self.is_over = True
        return bool(self._rows().update(state=JobState.QUEUED, token=None, lease_until=pause))

    def renew(self) -> bool:
        """Hold the job for another length of the lease; False where it was lost."""
        return self._write(lease_until=wall() + self.length)

    def _end(self, state: JobState, **fields: Any) -> bool:
        self.is_over = self._write(state=state, finished_at=wall(), token=None, lease_until=None, **fields)
        return self.is_over

    def _rows(self) -> Any:
        return self.model._default_manager.filter(pk=self.pk, token=self.token, state=JobState.RUNNING)

    def _write(self, **fields: Any) -> bool:
        return bool(self._rows().update(**fields))

    def _keep_renewing(self) -> None:
        every = self.length.total_seconds() / 3
        try:
            while not self._stop.wait(every) and time.monotonic() < self._ends_at:
                if not self._renewed_or_unknown():
                    return
        finally:
            connection.close()

    def _renewed_or_unknown(self) -> bool:
        try:
            return self.renew()
        except (DatabaseError, InterfaceError):
            # The database may be away for less than the lease; if for longer, the token protects the row.
            log.warning("lease_not_renewed", job=str(self.pk), exc_info=True)
            connection.close()
            return True


def claim(
    model: type[Job], pk: Any, *, lease: timedelta = LEASE, limit: timedelta = TIME_LIMIT
) -> Lease | None:
    """Take the job, if it waits or its lease has lapsed; None where it is somebody else's, or over."""
    token, until = uuid.uuid4(), wall() + lease
    mine = model._default_manager.filter(_due(), pk=pk, attempts__lt=model.MAX_ATTEMPTS)
    taken = {"state": JobState.RUNNING, "token": token, "lease_until": until, "done_steps": 0, "error": ""}
    if not mine.update(**taken, attempts=F("attempts") + 1):
        return None
    return Lease(model, pk, token, lease, limit)


def run(
    model: type[Job],
    pk: Any,
    work: Callable[[Any, Lease], None],
    *,
    lease: timedelta = LEASE,
    limit: timedelta = TIME_LIMIT,
) -> bool:
    """Claim the job and do `work(job, lease)`; False where there was nothing to claim. Safe to run twice.

    `work` ends the job with `lease.finish(…)`. What it raises never leaves this function: `Refused` fails
    the job with its message; `Unfinished` puts it back, and fails it with its message once its attempts are
    used up; anything else likewise, with the traceback in the log.
    """
    held = claim(model, pk, lease=lease, limit=limit)
    if held is None:
        return False
    with remember_trust(), held:
        try:
            work(model._default_manager.get(pk=pk), held)
            if not held.is_over and held.renew():
                raise RuntimeError("The work ended without finishing its job.")
        except JobLost:
            log.info("job_lost", model=model._meta.label, job=str(pk))
        except Refused as refusal:
            _settle(held.fail, str(refusal))
        except Unfinished as reason:
            log.warning("job_unfinished", model=model._meta.label, job=str(pk), reason=str(reason))
            _settle(held.give_back, str(reason))
        except JobTimeout:
            log.warning("job_timeout", model=model._meta.label, job=str(pk))
            _settle(held.give_back, TOOK_TOO_LONG)
        except Exception:
            reference = f"{model._meta.model_name} {pk}"
            log.exception("job_went_wrong", reference=reference)
            _settle(held.give_back, WENT_WRONG.format(attempts=model.MAX_ATTEMPTS, reference=reference))
    return True


def cancel(job: Job) -> bool:
    """Call the job off, waiting or running; False where it was over already."""
    ended = {"state": JobState.CANCELLED, "token": None, "lease_until": None, "finished_at": wall()}
    return bool(_row(job).filter(state__in=[JobState.QUEUED, JobState.RUNNING]).update(**ended))


def register(model: type[Job], task_name: str) -> None:
    """Have the sweep look after these rows; the Celery task of that name takes a row's id."""
    _registered[model] = task_name


def kinds() -> list[type[Job]]:
    """Every kind of job that the sweep looks after."""
    return list(_registered)


def waits_since(model: type[Job]) -> datetime | None:
    """When the job of that kind was asked for that has waited longest and could be claimed now."""
    due = model._default_manager.filter(_due())
    return due.order_by("requested_at").values_list("requested_at", flat=True).first()


def also_sweep(function: Callable[[], None]) -> None:
    """Have each sweep call this too; it may raise."""
    if function not in _also_swept:
        _also_swept.append(function)


def ring(task_name: str, pk: Any = None) -> None:
    """Ring for a task on commit; a bell that is not heard is no error, since the sweep rings again."""
    transaction.on_commit(partial(_ring, task_name, pk))


def sweep() -> None:
    """Ring for what waits, fail what has used up its attempts; never raises, since the next one comes."""
    for model, task_name in _registered.items():
        guarded(partial(_sweep_model, model, task_name), model._meta.label)
    for function in _also_swept:
        guarded(function, function.__qualname__)


def _due() -> Q:
    at = wall()
    waits = Q(state=JobState.QUEUED) & (Q(lease_until=None) | Q(lease_until__lte=at))
    return waits | Q(state=JobState.RUNNING, lease_until__lte=at)


def _row(job: Job) -> Any:
    return type(job)._default_manager.filter(pk=job.pk)


def _sweep_model(model: type[Job], task_name: str) -> None:
    due = model._default_manager.filter(_due())
    ended = {"state": JobState.FAILED, "error": WORKER_STOPPED, "finished_at": wall()}
    due.filter(attempts__gte=model.MAX_ATTEMPTS).update(**ended, token=None, lease_until=None)
    for pk in due.order_by("requested_at").values_list("pk", flat=True)[:RUNG_AT_ONCE]:
        _ring(task_name, pk)


def guarded(function: Callable[[], None], what: str) -> None:
    """Do it, and say in the log what went wrong: the next sweep comes all the same."""
    try:
        function()
    except Exception:
        log.exception("sweep_failed", what=what)


def _settle(ending: Callable[[str], bool], reason: str) -> None:
    try:
        ending(reason)
    except (DatabaseError, InterfaceError):
        # The database is away: the lease will lapse, and the sweep does the rest.
        log.warning("job_not_settled", reason=reason, exc_info=True)


def _ring(task_name: str, pk: Any) -> None:
    global _broker_rests_until
    if time.monotonic() < _broker_rests_until:
        return
    try:
        send(task_name, [] if pk is None else [pk if isinstance(pk, int) else str(pk)])
    except Exception:
        # Without this rest, a request that rings thirty times would wait thirty times for a broker that is
        # away.
        _broker_rests_until = time.monotonic() + BROKER_REST
        log.warning("bell_not_heard", task=task_name, exc_info=True)


def send(task_name: str, arguments: Sequence[Any] = (), **more: Any) -> None:
    """Hand the task to the broker, or raise within seconds; `more` are Celery's own options."""
    # Kombu would try to reach a broker for ever; a bell tries once.
    once = {
        "max_retries": 0,
        "socket_connect_timeout": BROKER_TIMEOUT,
        "socket_timeout": BROKER_TIMEOUT,
        "retry_on_timeout": False,
    }
    with current_app.connection_for_write(connect_timeout=BROKER_TIMEOUT, transport_options=once) as broker:
        once_only = {"connection": broker, "retry": False, "ignore_result": True}
        current_app.send_task(task_name, args=list(arguments), **once_only, **more)
