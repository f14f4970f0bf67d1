"""A whole portal for a test: a database and a folder of its own, with real web and worker processes."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from django.conf import settings

from tests import databases

ROOT = Path(__file__).parents[1]
PATIENCE = 60
BROKERS = 8  # Portals of one of the suite's processes that may live at the same time.
Environment = dict[str, str]


@contextmanager
def portal_environment(folder: Path, *, is_migrated: bool = True) -> Iterator[Environment]:
    """The environment of a portal whose data are thrown away; on PostgreSQL a database is made for it."""
    with _database(folder, is_migrated) as url:
        yield {
            **os.environ,
            "VAR_DIR": str(folder),
            "DATABASE_URL": url,
            **_broker(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-this-test-" * 4,
            "PYTHONPATH": str(ROOT),
        }


@contextmanager
def _database(folder: Path, is_migrated: bool) -> Iterator[str]:
    name = f"{folder}/portal.sqlite3"
    if settings.USES_POSTGRESQL:
        name = f"portal_{os.getpid()}_{time.monotonic_ns()}"
    if is_migrated:
        databases.copy_to(name)
    elif settings.USES_POSTGRESQL:
        databases.on_the_server(f"CREATE DATABASE {name}")
    try:
        yield databases.address_of(name)
    finally:
        if settings.USES_POSTGRESQL:
            databases.on_the_server(f"DROP DATABASE {name} WITH (FORCE)")


_portals = itertools.count()


def _broker() -> Environment:
    """A numbered database of the suite's Redis; on one broker two portals would take each other's bells."""
    address = os.environ.get("CELERY_BROKER_URL", "")
    if not address.startswith("redis"):
        return {}
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = 1 + process * BROKERS + next(_portals) % BROKERS
    return {"CELERY_BROKER_URL": f"{address}?virtual_host={number}"}


def manage(portal: Environment, *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=portal, check=True, capture_output=True, text=True).stdout


def run_script(portal: Environment, script: str) -> None:
    """Python that fills the portal's database, in a process of its own."""
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{script}"], cwd=ROOT, env=portal, check=True
    )


@contextmanager
def worker(portal: Environment) -> Iterator[subprocess.Popen[bytes]]:
    with _process(portal, "celery", "-A", "config", "worker", "--loglevel=warning") as process:
        yield process


@contextmanager
def web(portal: Environment) -> Iterator[str]:
    """The portal's address, as gunicorn serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
    )
    with _process(portal, *command):
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/healthz"), PATIENCE)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _process(portal: Environment, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    # Of its own session, so that nothing of it outlives the test; what it says is kept beside its data.
    with Path(portal["VAR_DIR"], f"{command[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=portal,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(claim: Callable[[], Any], seconds: float) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := claim():
            return found
        time.sleep(0.5)
    raise AssertionError(f"It did not come about in {seconds} seconds.")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False
