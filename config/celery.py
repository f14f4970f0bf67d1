"""Celery, and the sweep that every worker runs so that no job is lost when a worker dies."""

import os
import threading
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready, worker_shutting_down

from config import file_broker

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


@worker_ready.connect
def start_sweeping(**_: Any) -> None:
    """Sweep once when the worker starts and every ten seconds after, with or without beat."""
    _stopping.clear()
    threading.Thread(target=_sweep_until_stopped, name="sweep", daemon=True).start()


@worker_shutting_down.connect
def stop_sweeping(**_: Any) -> None:
    """Let the sweep end before its next round."""
    _stopping.set()


def _sweep_until_stopped() -> None:
    # Imported here: models cannot be imported before Django has its apps.
    from django.db import close_old_connections

    from trust.jobs import sweep

    while not _stopping.is_set():
        # This thread serves no request that would close a connection that the database has dropped.
        close_old_connections()
        sweep()
        close_old_connections()
        _stopping.wait(SWEEP_EVERY_SECONDS)
