"""Workers killed at random moments, and on the second stack Redis too: nothing lost, doubled or torn.

Five rounds, and a hundred in the slow run. What each recovery took is printed; only its outcome is asserted.
"""

import contextlib
import io
import json
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import psycopg
import pytest
from django.conf import settings

from tests.faults.own_redis import OwnRedis
from tests.portal import kill, manage, portal_environment, run_script, wait_until, worker

SETTING_UP = """
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
RECOVERED = 120  # seconds; the promise is sixty, and a busy machine is no fault of the portal
REDIS_EACH = 3


@pytest.fixture
def redis(tmp_path):
    """Its own on the stack that has one; on the other the broker is a folder."""
    # A socket's path has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="portal-", dir="/tmp") as folder:
        own = OwnRedis(Path(folder)) if settings.USES_POSTGRESQL else None
        if own:
            own.start()
        yield own
        if own:
            own.kill()


@pytest.fixture
def portal(tmp_path, redis):
    with portal_environment(tmp_path) as environment:
        told = environment | ({"CELERY_BROKER_URL": redis.url} if redis else {})
        run_script(told, SETTING_UP)
        yield told


def builds(portal):
    """Each build's key, state, attempts and the hash of its PDF, asked of the database itself."""
    asked = "SELECT key, state, attempts, pdf_id FROM governance_build ORDER BY id"
    return [tuple(row) for row in asked_of(portal, asked)]


def asked_of(portal, statement):
    url = portal["DATABASE_URL"]
    opened = (
        sqlite3.connect(urlsplit(url).path, timeout=20) if url.startswith("sqlite") else psycopg.connect(url)
    )
    with closing(opened) as connection:
        return connection.execute(statement).fetchall()


def survive(portal, redis, rounds, tmp_path, seed):
    chance = random.Random(seed)
    recoveries = []
    for number in range(rounds):
        asked = json.loads(manage(portal, "request_update", "--term", "2026-27-1", "--key", f"K{number}"))
        with worker(portal) as first:
            # From before it has begun to after it is done.
            time.sleep(chance.uniform(1.0, 9.0))
            kill(first)
        if redis and number % REDIS_EACH == REDIS_EACH - 1:
            redis.kill()
            redis.start()
        with worker(portal):
            returned = time.monotonic()
            wait_until(lambda: all(state == "ready" for _, state, *_ in builds(portal)), RECOVERED)
            recoveries.append(time.monotonic() - returned)
        again = json.loads(manage(portal, "request_update", "--term", "2026-27-1", "--key", f"K{number}"))
        assert again == asked
    median = sorted(recoveries)[rounds // 2]
    print(f"{rounds} kills, recovered in {max(recoveries):.1f} s at most, {median:.1f} s in the middle")
    made = builds(portal)
    assert [key for key, *_ in made] == [f"K{number}" for number in range(rounds)]
    assert all(state == "ready" and 1 <= attempts <= 3 for _, state, attempts, _ in made)
    for number, (_, _, _, sha256) in enumerate(made, start=1):
        file = tmp_path / f"{number}.pdf"
        manage(portal, "export_update", str(number), str(file))
        with pikepdf.open(io.BytesIO(file.read_bytes())) as pdf:
            assert len(pdf.pages) > 12
        assert len(sha256) == 64


def test_five_kills_lose_nothing(portal, redis, tmp_path):
    survive(portal, redis, 5, tmp_path, seed=time.time_ns())


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing(portal, redis, tmp_path):
    survive(portal, redis, 100, tmp_path, seed=time.time_ns())


@pytest.mark.skipif(not settings.USES_POSTGRESQL, reason="SQLite has no server that could be restarted.")
def test_a_database_that_is_restarted_is_waited_for(portal):
    """Every connection of the worker is cut while it compiles, as a restart of PostgreSQL does."""
    manage(portal, "request_update", "--term", "2026-27-1", "--key", "K")
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with worker(portal):
        wait_until(lambda: builds(portal)[0][1] != "queued", RECOVERED)
        with contextlib.suppress(psycopg.Error):
            asked_of(portal, cut)
        wait_until(lambda: builds(portal)[0][1] == "ready", RECOVERED)
