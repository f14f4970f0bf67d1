"""`manage.py setup_trust`: from nothing to a trust, on again from where it stopped, and never waiting."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from governance.founding.actions import finish, settle
from governance.models import Founding, SetUpStep, StepSettled
from kpis.library.starter import STARTERS
from kpis.models import Kpi
from milestones.models import Plan
from schools.models import Role, School
from trust.models import Event, Term, Trust, User

ADA, BO = "Ada Lark <ada@larkfen.example>", "Bo Reed <bo@larkfen.example>"
PLAN = Path(__file__).parents[2] / "milestones/files/larkfen_plan.txt"


def run(*options):
    said = io.StringIO()
    call_command("setup_trust", *options, stdout=said)
    return said.getvalue()


def founded(*more):
    return run("--name", "Larkfen Learning Trust", "--administrator", ADA, *more)


@pytest.fixture
def files(tmp_path, register_file):
    (tmp_path / "schools.csv").write_bytes(register_file)
    return tmp_path


def test_it_founds_the_trust_and_says_what_is_next(db):
    said = founded()

    assert Trust.objects.get().short_name == "Larkfen Learning Trust"
    assert "/join/" in said
    assert "Next: The trust, Schools, Terms and board dates" in said
    assert not User.objects.get().has_usable_password()


def test_without_a_terminal_it_says_what_is_missing_and_waits_for_nothing(db):
    with pytest.raises(CommandError, match="Give the trust with --name, and --administrator"):
        run()
    assert not Founding.objects.exists()


def test_all_of_it_at_once(db, files):
    said = founded(
        "--executive", BO, "--group", "7001", "--gias", str(files / "schools.csv"), "--first-year", "2026",
        "--kpis", "starter", "--plan", str(PLAN),
    )  # fmt: skip

    assert sorted(School.objects.values_list("slug", flat=True)) == ["larkfen-high", "sedgewater-primary"]
    assert Term.objects.filter(year__in=(2026, 2027)).count() == 6
    assert Kpi.objects.count() == len(STARTERS)
    assert Plan.objects.count() == 1
    assert User.objects.get(email="bo@larkfen.example").appointments.get().role == Role.EXECUTIVE
    assert set(StepSettled.objects.values_list("step", flat=True)) == set(SetUpStep) - {
        SetUpStep.PEOPLE, SetUpStep.PAST,
    }  # fmt: skip
    assert "Next: People and roles, Past returns." in said


def test_run_again_it_changes_nothing_that_is_done(db, files):
    told = ("--executive", BO, "--group", "7001", "--first-year", "2026", "--kpis", "starter")
    more = ("--gias", str(files / "schools.csv"), "--plan", str(PLAN))
    founded(*told, *more)
    before = list(Event.objects.values_list("digest", flat=True))

    said = founded(*told, *more)

    after = list(Event.objects.values_list("digest", flat=True))
    assert after == before
    assert "Larkfen Learning Trust is there already" in said
    assert "/join/" not in said


def test_it_goes_on_where_it_stopped(db, files):
    founded()
    with pytest.raises(CommandError, match="KPIs are kept by the executive director"):
        run("--kpis", "starter")

    run("--executive", ADA, "--first-year", "2026", "--kpis", "starter")

    assert Kpi.objects.count() == len(STARTERS)


def test_a_file_that_is_not_there_is_told_in_a_line(db, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file"):
        founded("--gias", str(tmp_path / "nowhere.csv"))


def test_a_code_can_be_printed_until_there_is_a_trust(db):
    assert "with this code, once and within three days" in run("--code")

    founded()

    with pytest.raises(CommandError, match="nothing to begin"):
        run("--code")


def test_a_trust_that_was_set_up_otherwise_is_left_alone(world):
    with pytest.raises(CommandError, match="Test Learning Trust was not set up here"):
        founded()


def test_what_is_finished_is_finished(founder):
    for step in SetUpStep:
        settle(step, by=founder, is_skipped=True)
    finish(by=founder)

    with pytest.raises(CommandError, match="Setting up is finished"):
        run("--first-year", "2026")
