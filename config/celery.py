"""Celery, and the sweep that every worker runs so that no job is lost when a worker dies."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from celery import Celery
from celery.signals import (
    celeryd_after_setup,
    setup_logging,
    task_received,
    worker_ready,
    worker_shutting_down,
)

from config import file_broker
from config.watchdog import Watchdog, own_queue, ringer

SWEEP_EVERY_SECONDS = 10

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

file_broker.install()
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

_stopping = threading.Event()


@setup_logging.connect
def keep_logging_as_set(**_: Any) -> None:
    """Leave logging as the settings have it; Celery would otherwise replace it."""


@celeryd_after_setup.connect
def listen_to_ones_own_bell(sender: str, instance: Any, **_: Any) -> None:
    """Take in the queue that the watchdog rings through, besides the one that all workers share."""
    instance.app.amqp.queues.select_add(own_queue(sender))


@worker_ready.connect
def start_sweeping(sender: Any, **_: Any) -> None:
    """Sweep once when the worker starts and every ten seconds after, with or without beat."""
    _stopping.clear()
    queue = own_queue(sender.hostname)
    watchdog = Watchdog(ringer(queue))
    task_received.connect(lambda **_: watchdog.hears(), weak=False, dispatch_uid="watchdog")
    _begin("sweep", lambda: _sweep_until_stopped(queue.removeprefix("hear."), watchdog))
    # Apart from the sweep, which a database that hangs would hold up.
    _begin("watchdog", lambda: _look_until_stopped(watchdog))


@worker_shutting_down.connect
def stop_sweeping(**_: Any) -> None:
    """Let the sweep end before its next round."""
    _stopping.set()


def _begin(name: str, work: Callable[[], None]) -> None:
    threading.Thread(target=work, name=name, daemon=True).start()


def _look_until_stopped(watchdog: Watchdog) -> None:
    while not _stopping.wait(SWEEP_EVERY_SECONDS):
        watchdog.looks()


def _sweep_until_stopped(name: str, watchdog: Watchdog) -> None:
    # Imported here: models cannot be imported before Django has its apps.
    from django.db import close_old_connections

    from trust.jobs import guarded, sweep
    from trust.running.beating import beat, depart

    began_at = datetime.now(UTC)
    while not _stopping.is_set():
        # This thread serves no request that would close a connection that the database has dropped.
        guarded(close_old_connections, "connections")
        sweep()
        guarded(lambda: beat(name, began_at, watchdog.heard_at), "beat")
        guarded(close_old_connections, "connections")
        _stopping.wait(SWEEP_EVERY_SECONDS)
    guarded(lambda: depart(name), "depart")
