"""A backup's folder: whole or not at all, private, and refused in plain words where it cannot be used."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError

from tests import builders
from trust.backup import folder as folders
from trust.backup.folder import NotABackup, newest_in, read_manifest
from trust.backup.opened import export_all
from trust.backup.restoring import CannotRestore, require_known
from trust.backup.writing import LEFT_OUT, kept_models, write_backup

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(tmp_path):
    builders.make_trust()
    person = builders.make_person("Ada Lovelace")
    person.set_password("correct horse battery")
    person.save()
    folder, _ = write_backup(tmp_path / "kept")
    return folder


def change(folder, **values):
    path = folder / folders.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_nobody_else_on_the_machine_can_read_it(made):
    assert {path.stat().st_mode & 0o077 for path in (made.parent, made, *made.rglob("*"))} == {0}


def test_the_same_rows_give_the_same_bytes(made, tmp_path):
    again, _ = write_backup(tmp_path / "again")
    tables = sorted(path.name for path in (made / folders.TABLES).iterdir())
    assert tables
    for name in tables:
        assert (made / folders.TABLES / name).read_bytes() == (again / folders.TABLES / name).read_bytes()


def test_every_table_is_kept_or_named_as_left_out():
    models = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    left_out = models - {model._meta.label_lower for model in kept_models()}
    assert left_out == LEFT_OUT | {"governance.renderedpart", "trust.visit", "trust.worker"}


def test_the_newest_of_many_is_taken(made):
    newer, _ = write_backup(made.parent)
    assert newest_in(made.parent) == newer
    assert newest_in(made) == made


def test_a_backup_that_was_not_finished_is_none(tmp_path):
    (tmp_path / "2026-11-23T10-00-00-000000Z").mkdir()
    with pytest.raises(NotABackup, match="There is no backup in"):
        newest_in(tmp_path)


def test_a_full_disk_leaves_no_torn_backup(tmp_path, monkeypatch):
    builders.make_trust()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders, "write_manifest", full)
    with pytest.raises(CommandError, match=r"No backup was made, and nothing is left of it: .*No space left"):
        call_command("backup", tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_changed_file_is_found(made):
    folders.write_lines(made, "trust_more", [b"[]\n"])
    (made / folders.TABLES / "trust_more.jsonl.gz").replace(made / folders.TABLES / "trust_user.jsonl.gz")
    with pytest.raises(NotABackup, match="trust_user is not the one that was written"):
        read_manifest(made)


def test_a_newer_releases_backup_is_refused_by_name(made, tmp_path):
    migrations = json.loads((made / folders.MANIFEST).read_text())["migrations"]
    change(made, migrations=[*migrations, ["kpis", "0099_later"]])
    with pytest.raises(CannotRestore, match="made by a newer release: kpis 0099_later is not known here"):
        require_known(read_manifest(made))


def test_a_newer_format_is_refused(made):
    change(made, format=folders.FORMAT + 1)
    with pytest.raises(NotABackup, match="newer release"):
        read_manifest(made)


def test_a_database_with_a_trust_is_not_overwritten(made):
    with pytest.raises(CommandError, match="holds a trust already"):
        call_command("restore", made)


def test_everything_goes_out_in_open_formats_without_what_opens_doors(made, tmp_path):
    place = tmp_path / "open"
    count = export_all(place)
    text = (place / "trust.user.csv").read_text(encoding="utf-8-sig")
    assert "Ada Lovelace" in text
    assert "password" not in text
    dictionary = (place / "dictionary.csv").read_text(encoding="utf-8-sig")
    assert '"trust.user"' in dictionary
    assert len({line.split(",")[0] for line in dictionary.splitlines()[1:]}) == count
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_all", place)
