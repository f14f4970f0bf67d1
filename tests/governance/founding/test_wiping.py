"""Wiping the demonstration: all of it or nothing, and no other trust."""

import io

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from governance.founding.wiping import wipe_demonstration
from governance.models import Founding
from tests.conftest import TRIGGERS
from trust import history
from trust.backup.folder import newest_in, read_manifest
from trust.lifecycle import Refused
from trust.models import Event, Trust, User
from trust.triggers import Guard, install, remove

NAME = "Test Learning Trust"
# Emptying needs transactions of its own, as a person's request has them.
pytestmark = pytest.mark.django_db(transaction=True)
MADE_BY_DJANGO = {"auth.permission", "contenttypes.contenttype"}


@pytest.fixture
def guarded():
    """The guard of history, as every installation has it; a test's database goes without."""
    guard = Guard("trust_event")
    install(connection, guard)
    yield guard
    remove(connection, guard)


def rows_left() -> dict[str, int]:
    models = apps.get_models(include_auto_created=True)
    counts = {each._meta.label_lower: each._base_manager.count() for each in models}
    return {label: count for label, count in counts.items() if count and label not in MADE_BY_DJANGO}


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return {name for name, _ in cursor.fetchall()}


def test_everything_goes_and_the_guards_stay(world, admin, guarded):
    from django.db import transaction

    with transaction.atomic():
        history.record(admin, "settings.changed", world.trust)
    before = triggers()

    wiped = wipe_demonstration(by=admin, name="test learning  trust")

    assert rows_left() == {"governance.founding": 1}
    assert triggers() == before >= {"trust_event_no_delete", "trust_event_no_update"}
    assert len(wiped.code.split("-")) == 4


@pytest.mark.parametrize("name", ["", "Another Trust"])
def test_another_name_removes_nothing(world, admin, name):
    with pytest.raises(Refused, match="The demonstration is called Test Learning Trust"):
        wipe_demonstration(by=admin, name=name)
    assert Trust.objects.exists()


def test_a_trust_that_is_no_demonstration_is_never_wiped(world, admin):
    Trust.objects.update(is_demonstration=False, pinned_today=None)

    with pytest.raises(Refused, match="This is no demonstration"):
        wipe_demonstration(by=admin, name=NAME)
    assert User.objects.exists()


def test_only_its_administrator_wipes_it(world, executive):
    with pytest.raises(PermissionDenied):
        wipe_demonstration(by=executive, name=NAME)


def test_the_backup_is_written_first(world, admin, tmp_path):
    with_people = User.objects.count()
    wiped = wipe_demonstration(by=admin, name=NAME, backup_to=tmp_path)

    assert wiped.backup == newest_in(tmp_path)
    assert read_manifest(wiped.backup).tables["trust_user"].rows == with_people


def test_where_no_backup_can_be_written_nothing_is_removed(world, admin, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OSError, match="file"):
        wipe_demonstration(by=admin, name=NAME, backup_to=tmp_path / "file")
    assert Trust.objects.exists()


def test_the_page_signs_out_and_shows_the_new_code_once(world, admin, as_person):
    browser = as_person(admin)
    assert browser.post("/set-up/wipe/", {"name": "no"}).status_code == 422

    page = browser.post("/set-up/wipe/", {"name": NAME})

    assert "The demonstration is gone" in page.content.decode()
    assert not Trust.objects.exists()
    assert browser.get("/").url == "/set-up/"
    assert "Set up the portal" in browser.get("/set-up/").content.decode()


def test_the_command_says_the_code_and_begins_anew(world, client):
    with pytest.raises(CommandError, match="The demonstration is called"):
        call_command("wipe_demo")
    said = io.StringIO()

    call_command("wipe_demo", "--name", NAME, stdout=said)

    code = said.getvalue().split()[-1]
    told = {
        "code": code, "name": "Larkfen Learning Trust", "short_name": "Larkfen", "administrator": "Ada Lark",
        "email": "ada@larkfen.example", "roles": "both", "password": "a-long-password-for-ada",
    }  # fmt: skip
    assert client.post("/set-up/begin/", told).status_code == 302
    assert Founding.objects.get().begun_by == User.objects.get()
    assert history.verify() is None
    assert Event.objects.first().number == 1
