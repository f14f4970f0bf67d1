"""A backup into a new database, with real commands: the same rows, on either database and across."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.portal import ROOT, manage, portal_environment, run_script

FILLING = """
from tests import builders
from trust import history
from trust.blobs import keep
from django.db import transaction

trust = builders.make_trust(); term = builders.make_term()
head = builders.make_person("Zoë O’Brien")
area = builders.make_area("Attendance")
kpi = builders.make_kpi("ATT", title="Attendance \\U0001f600", area=area)
builders.make_band(kpi)
school = builders.make_school("Oak of the Test")
returned = builders.make_return(school, term, "accepted")
builders.make_figure(kpi, returned, head, "91.2", comment="Ünïcode, \\u202eright to left,\\nand a line.")
keep(bytes(range(256)) * 40, "application/octet-stream")
with transaction.atomic():
    history.record(head, "test.done", trust, text=history.salted("x"))
"""

EDITIONS = {
    "governance_trustupdate": {"edition", "changed", "change_reason"},
    "governance_build": {"engine", "parts"},
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    with portal_environment(tmp_path_factory.mktemp("filled")) as portal:
        run_script(portal, FILLING)
        yield portal


@pytest.fixture
def empty(tmp_path):
    """Another portal's empty database, of the same kind."""
    folder = tmp_path / "second"
    folder.mkdir()
    with portal_environment(folder, is_migrated=False) as portal:
        yield portal


def tables(place: Path):
    [manifest] = place.glob("*/manifest.json")
    return json.loads(manifest.read_text())["tables"]


def refusal(portal, *command):
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=portal, capture_output=True, text=True
    )
    assert done.returncode == 1
    return done.stderr.strip()


def test_what_comes_back_is_what_went_in(filled, empty, tmp_path):
    kept = tmp_path / "kept"
    assert "kept as one moment" in manage(filled, "backup", str(kept))
    assert "every table as it was kept" in manage(empty, "restore", str(kept))
    again = tmp_path / "again"
    manage(empty, "backup", str(again))
    assert tables(again) == tables(kept)
    assert tables(kept)["trust_blob"]["rows"] == 1
    # New rows are numbered after the restored ones, and what is written once is guarded.
    run_script(empty, "from tests import builders; builders.make_area('Catering')")
    assert "chain whole" in manage(empty, "verify_history")
    assert refusal(empty, "restore", str(kept)).startswith(
        "CommandError: This database holds a trust already"
    )


@pytest.mark.skipif(not settings.USES_POSTGRESQL, reason="Without PostgreSQL there is one kind of database.")
def test_a_small_trusts_backup_grows_into_postgresql(filled, tmp_path):
    """And from PostgreSQL to SQLite, as a drill does."""
    kept = tmp_path / "kept"
    manage(filled, "backup", str(kept))
    aside = filled | {"DATABASE_URL": f"sqlite:///{tmp_path}/aside.sqlite3"}
    assert "every table as it was kept" in manage(aside, "restore", str(kept))
    back = tmp_path / "back"
    manage(aside, "backup", str(back))
    assert tables(back) == tables(kept)
    with portal_environment(tmp_path, is_migrated=False) as grown:
        manage(grown, "restore", str(back))
        manage(grown, "backup", str(tmp_path / "grown"))
    assert tables(tmp_path / "grown") == tables(kept)


def test_a_drill_leaves_the_portal_alone_and_is_remembered(filled, tmp_path):
    kept = tmp_path / "kept"
    manage(filled, "backup", str(kept))
    said = manage(filled, "restore_drill", str(kept))
    assert "every table as it was kept" in said
    assert "chain whole" in said
    assert said.endswith("The drill succeeded.\n")
    [packed] = kept.glob("*/tables/trust_blob.jsonl.gz")
    packed.write_bytes(packed.read_bytes()[:-9])
    failure = refusal(filled, "restore_drill", str(kept))
    assert (
        "The drill failed. restore: CommandError: The file of the table trust_blob cannot be read" in failure
    )
    assert "The last success was on 2" in failure


def test_a_backup_is_of_one_moment_while_people_work(filled, tmp_path):
    """Each transaction of the writer leaves one area and one event: whenever it is read, they are as many."""
    writing = (
        "import django, itertools; django.setup()\n"
        "from django.db import transaction\n"
        "from tests import builders\n"
        "from trust import history\n"
        "from trust.models import Trust\n"
        "trust = Trust.objects.get()\n"
        "for number in itertools.count():\n"
        "    with transaction.atomic():\n"
        "        builders.make_area(f'Area {number}')\n"
        "        history.record(None, 'area.made', trust, number=number)\n"
        "    print(number, flush=True)\n"
    )
    before = tmp_path / "before"
    manage(filled, "backup", str(before))
    start = tables(before)
    writer = subprocess.Popen(
        [sys.executable, "-c", writing], cwd=ROOT, env=filled, stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "0\n"
        places = [tmp_path / f"during{number}" for number in range(3)]
        for place in places:
            manage(filled, "backup", str(place))
    finally:
        writer.kill()
        written = len(writer.communicate()[0].splitlines())
    assert written > 3, "Who writes need not wait for a backup."
    for place in places:
        during = tables(place)
        areas = during["trust_area"]["rows"] - start["trust_area"]["rows"]
        assert areas == during["trust_event"]["rows"] - start["trust_event"]["rows"] > 0


def test_the_backup_of_an_earlier_release_is_carried_on(filled, empty, tmp_path):
    """As the release before editions left one: without its tables, its columns and its migrations."""
    kept = tmp_path / "kept"
    manage(filled, "backup", str(kept))
    [path] = kept.glob("*/manifest.json")
    manifest = json.loads(path.read_text())
    manifest["migrations"] = [
        each for each in manifest["migrations"] if each[0] != "governance" or each[1] < "0012"
    ]
    for name in ("editionplan", "freeze", "sectionnote", "withdrawal", "founding", "stepsettled"):
        assert manifest["tables"].pop(f"governance_{name}")["rows"] == 0
    for name, columns in EDITIONS.items():
        told = manifest["tables"][name]
        assert told["rows"] == 0
        told["columns"] = [column for column in told["columns"] if column not in columns]
    path.write_text(json.dumps(manifest))
    assert "every table as it was kept" in manage(empty, "restore", str(kept))
    manage(empty, "migrate", "--check")
