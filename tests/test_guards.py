"""The database refuses changes to what is written once, on both databases, from the first migration on."""

import pytest

pytestmark = pytest.mark.django_db

WRITTEN_ONCE = [
    "trust_event", "trust_blob", "kpis_figure", "kpis_judgement", "kpis_releasedfigure", "milestones_rating",
    "milestones_releasedrating", "milestones_prioritychange", "governance_trustupdate", "governance_build",
    "kpis_return", "kpis_definition", "kpis_band", "kpis_validation",
    "kpis_keptwarning",
]  # fmt: skip


@pytest.mark.parametrize("table", WRITTEN_ONCE)
@pytest.mark.parametrize("event", ["update", "delete"])
def test_what_is_written_once_is_guarded(table: str, event: str, guards: set[str]):
    assert f"{table}_no_{event}" in guards


def test_an_issued_update_goes_nowhere_but_to_withdrawn(guards: set[str]):
    assert "governance_trustupdate_keeps_state" in guards
