"""The commands for Updates: what they print, what they refuse, and that a file is whole or not there."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from governance.actions import compile_build, issue_update
from governance.models import Build
from trust.models import Blob


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def request(key="K", term="2026-27-1"):
    return json.loads(run("request_update", "--term", term, "--key", key))["id"]


@pytest.fixture
def ready(world):
    pk = request()
    compile_build(pk)
    return Build.objects.get(pk=pk)


def test_the_same_key_prints_the_same_id(world):
    assert request() == request()


def test_builds_are_listed_as_json(world):
    pk = request()
    assert json.loads(run("updates", "--json")) == [
        {"id": pk, "key": "K", "state": "queued", "attempts": 0, "sha256": None, "path": None}
    ]


def test_a_ready_build_has_its_hash(ready):
    [listed] = json.loads(run("updates", "--json"))
    assert (listed["state"], listed["attempts"], listed["sha256"]) == ("ready", 1, ready.pdf_id)


def test_without_builds_the_list_is_empty(db):
    assert json.loads(run("updates", "--json")) == []


@pytest.mark.parametrize("term", ["2026/27 (1)", "autumn", "2040-41-1"])
def test_a_term_that_is_not_there_is_refused(world, term):
    with pytest.raises(CommandError):
        request(term=term)


def test_without_a_trust_nothing_is_requested(db):
    with pytest.raises(CommandError, match="No trust"):
        request()


def test_the_pdf_is_written_whole(ready, tmp_path):
    file = tmp_path / "update.pdf"
    run("export_update", str(ready.pk), str(file))
    assert file.read_bytes() == bytes(ready.pdf.content)
    assert list(tmp_path.iterdir()) == [file]


def test_a_build_that_is_not_ready_is_not_written(world, tmp_path):
    file = tmp_path / "update.pdf"
    with pytest.raises(CommandError, match="is queued, so it has no PDF"):
        run("export_update", str(request()), str(file))
    assert not file.exists()


def test_a_file_is_not_written_into_nowhere(ready, tmp_path):
    with pytest.raises(CommandError, match="was not written"):
        run("export_update", str(ready.pk), str(tmp_path / "nowhere" / "update.pdf"))


def test_there_is_no_such_build(world, tmp_path):
    with pytest.raises(CommandError, match="no build 99"):
        run("export_update", "99", str(tmp_path / "update.pdf"))


def test_issued_updates_are_what_was_issued(ready, executive):
    issue_update(ready.update_of, ready, by=executive)
    compile_build(Build.objects.get(purpose="final").pk)
    assert run("verify_updates") == "1 issued Trust Updates are what was issued.\n"


def test_altered_bytes_are_named(ready, executive):
    issue_update(ready.update_of, ready, by=executive)
    final = Build.objects.get(purpose="final")
    compile_build(final.pk)
    final.refresh_from_db()
    super(type(Blob.objects.all()), Blob.objects.filter(pk=final.pdf_id)).update(content=b"%PDF other")
    with pytest.raises(CommandError, match="1 faults in 1"):
        run("verify_updates")
