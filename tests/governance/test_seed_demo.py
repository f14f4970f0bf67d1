"""`seed_demo` loads the demonstration into nothing but an empty database."""

import pytest
from django.core.management import CommandError, call_command

from milestones.actions import import_plan
from milestones.imports import read_text
from tests import builders
from trust.models import Trust


def test_it_refuses_a_database_that_holds_another_trust(world):
    with pytest.raises(CommandError, match=f"This database holds {world.trust.name}, so the demonstration"):
        call_command("seed_demo")


def test_it_refuses_a_database_that_holds_a_plan_without_a_trust(db):
    import_plan(read_text("Plan\n\t2026/27 (1)\t2026/27 (2)\n1a Read\tBuy\tLend\n"), by=None, as_points=True)
    with pytest.raises(CommandError, match="This database is not empty"):
        call_command("seed_demo")
    assert not Trust.objects.exists()


def test_it_refuses_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="The demonstration is not loaded in production"):
        call_command("seed_demo")
    assert not Trust.objects.exists()


def test_a_real_trust_shows_no_accounts_at_the_door(client, db):
    builders.make_trust(is_demonstration=False, pinned_today=None)
    assert "Loop-demo-2026" not in client.get("/accounts/login/").content.decode()
