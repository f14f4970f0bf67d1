"""`verify_updates`: hashes, and every freeze rendered anew."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import QuerySet

from governance.actions import compile_build, issue_update, request_build
from governance.models import Build, TrustUpdate
from governance.packs import compile as packs
from governance.packs.engine import pack_engine
from governance.queries import rendered
from tests import builders


@pytest.fixture
def issued(world, term, executive, head_of_oak):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    builders.make_figure(kpi, builders.make_return(world.oak, term, "accepted"), head_of_oak, "91.2")
    draft = request_build(term, by=executive, key="first")
    compile_build(draft.pk)
    draft.refresh_from_db()
    update = issue_update(draft.update_of, draft, by=executive)
    compile_build(update.builds.get(purpose="final").pk)
    return TrustUpdate.objects.select_related("final").get(pk=update.pk)


def made_by(update, engine):
    QuerySet.update(Build.objects.filter(pk=update.final_id), engine=engine)


def otherwise(monkeypatch):
    """Every page has another foot than it had."""
    real = packs.foot_for
    monkeypatch.setattr(packs, "foot_for", lambda contents, _: real(contents, "Otherwise"))


def test_what_made_it_is_recorded(issued):
    assert issued.final.engine == pack_engine()
    assert "weasyprint" in pack_engine()


def test_the_same_engine_makes_the_same_bytes(issued, capsys):
    call_command("verify_updates")
    assert capsys.readouterr().out == "1 issued Trust Updates are what was issued.\n"


def test_other_bytes_by_the_same_engine_are_a_fault(issued, monkeypatch):
    otherwise(monkeypatch)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_updates")
    call_command("verify_updates", "--quick")


def test_another_engine_is_told_and_text_and_figures_are_compared(issued, monkeypatch, capsys):
    made_by(issued, "weasyprint 12, look old")
    otherwise(monkeypatch)
    call_command("verify_updates")
    said = capsys.readouterr().out
    assert "made by weasyprint 12, look old, now weasyprint" in said
    assert "pages have the same text" in said


def test_a_figure_that_would_be_lost_is_a_fault_whatever_made_it(issued, monkeypatch, capsys):
    made_by(issued, "")
    real = rendered.compile_pack

    def without_schools(contents, **how):
        return real(contents | {"schools": [], "heat": contents["heat"] | {"groups": []}}, **how)

    monkeypatch.setattr(rendered, "compile_pack", without_schools)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_updates")
    assert "Attendance" in capsys.readouterr().err
