"""A worker killed in the middle of a build: another one finishes it, once, within a minute of its return."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).parents[2]
PATIENCE = 60
SETTING_UP = """
import django; django.setup()
from tests import builders
builders.make_trust(); term = builders.make_term()
builders.make_term(term.ref.previous); builders.make_term(term.ref.next)
head = builders.make_person("Head")
areas = [builders.make_area(f"Area {n}") for n in range(8)]
kpis = [builders.make_kpi(f"K{n}", title=f"Measure {n}", area=areas[n % 8]) for n in range(24)]
for kpi in kpis:
    builders.make_band(kpi)
for number in range(12):
    school = builders.make_school(f"School{number} of the Test")
    returned = builders.make_return(school, term, "accepted")
    for kpi in kpis:
        builders.make_figure(kpi, returned, head, "91.2", comment="Something is being done.")
"""


@pytest.fixture
def portal(tmp_path, django_db_blocker):
    """An environment with a database and a folder of its own; on PostgreSQL the database is made for it."""
    with django_db_blocker.unblock(), _database(tmp_path) as url:
        yield {
            **os.environ,
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-this-test-" * 4,
        }


@contextmanager
def _database(folder):
    if not settings.USES_POSTGRESQL:
        yield f"sqlite:///{folder}/portal.sqlite3"
        return
    name = f"killed_{os.getpid()}"
    with _connection("postgres") as settled:
        settled.cursor().execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        finally:
            settled.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _connection(name):
    made = connections.create_connection("default")
    made.settings_dict = made.settings_dict | {"NAME": name}
    try:
        yield made
    finally:
        made.close()


def manage(portal, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=portal, check=True, capture_output=True, text=True).stdout


def state(portal):
    """The build's state, asked of the database itself, since a command takes a second to start."""
    name = urlsplit(portal["DATABASE_URL"]).path
    with _connection(name[1:] if settings.USES_POSTGRESQL else name) as made, made.cursor() as cursor:
        cursor.execute("SELECT state FROM governance_build")
        return cursor.fetchone()[0]


@contextmanager
def worker(portal):
    # Of its own session, so that nothing of it outlives the test.
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel=warning"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=portal,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(claim, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := claim():
            return found
        time.sleep(0.1)
    raise AssertionError(f"It did not come about in {seconds} seconds.")


def test_a_killed_workers_build_is_finished_once_within_a_minute(portal):
    manage(portal, "migrate", "--verbosity=0")
    subprocess.run([sys.executable, "-c", SETTING_UP], cwd=ROOT, env=portal, check=True)
    asked = json.loads(manage(portal, "request_update", "--term", "2026-27-1", "--key", "K"))
    with worker(portal) as first:
        wait_until(lambda: state(portal) == "compiling", PATIENCE)
        kill(first)
    assert state(portal) == "compiling"
    with worker(portal):
        wait_until(lambda: state(portal) == "ready", PATIENCE)
    [ready] = json.loads(manage(portal, "updates", "--json"))
    assert (ready["id"], ready["attempts"], len(ready["sha256"])) == (asked["id"], 2, 64)
    assert json.loads(manage(portal, "request_update", "--term", "2026-27-1", "--key", "K")) == asked
