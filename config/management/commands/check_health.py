"""Says by its exit code whether web, worker or beat is well; called by the health checks of Compose."""

import http.client
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.celery import app

PORT = 8000
BEAT_SILENT_SECONDS = 15 * 60


class Command(BaseCommand):
    """check_health web|worker|beat, run where that process runs."""

    help = "Fails when the process of that name is not well."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which process to ask after."""
        parser.add_argument("process", choices=["web", "worker", "beat"])

    def handle(self, *_args: Any, process: str, **_options: Any) -> None:
        """Ask it, and fail when it is not well."""
        ask = {"web": web_answers, "worker": worker_answers, "beat": beat_keeps_time}[process]
        if not ask():
            raise CommandError(f"{process} is not well.")
        self.stdout.write("ok")


def web_answers() -> bool:
    """Whether /healthz says 200, asked by a name that the portal answers to."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def worker_answers() -> bool:
    """Whether the worker of this machine answers a ping through the broker."""
    name = f"celery@{socket.gethostname()}"
    return bool(app.control.inspect(destination=[name], timeout=10).ping())


def beat_keeps_time() -> bool:
    """Whether beat has written down its times of late; it does so every three minutes."""
    written = [path.stat().st_mtime for path in Path(settings.VAR_DIR).glob("beat-schedule*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENT_SECONDS
