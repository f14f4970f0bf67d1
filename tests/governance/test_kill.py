"""A worker killed in the middle of a build: another one finishes it, once, within a minute of its return."""

import json
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.portal import PATIENCE, kill, manage, portal_environment, run_script, wait_until, worker

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


@pytest.fixture
def portal(tmp_path):
    with portal_environment(tmp_path) as environment:
        yield environment


def state(portal):
    """The build's state, asked of the database itself, since a command takes a second to start."""
    url = portal["DATABASE_URL"]
    opened = sqlite3.connect(urlsplit(url).path) if url.startswith("sqlite") else psycopg.connect(url)
    with closing(opened) as connection:
        return connection.execute("SELECT state FROM governance_build").fetchone()[0]


def test_a_killed_workers_build_is_finished_once_within_a_minute(portal):
    manage(portal, "migrate", "--verbosity=0")
    run_script(portal, SETTING_UP)
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
