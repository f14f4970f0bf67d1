"""A trust on its first day: founded, and nothing else."""

import pytest
from allauth.mfa.models import Authenticator

from governance.founding.actions import found_trust
from tests import builders
from tests.register_file import register_csv
from trust import clock
from trust.models import User


@pytest.fixture(autouse=True)
def _autumn():
    """The day of the tests; a trust of one's own has no pinned one."""
    with clock.standing_at(builders.NOW):
        yield


def with_second_step(person: User) -> User:
    """As somebody who has set one up; until then every page leads there."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


@pytest.fixture
def founder(db) -> User:
    """The first administrator, who is the executive director too."""
    return with_second_step(found_trust(
        name="Larkfen Learning Trust", short_name="Larkfen", administrator="Ada Lark",
        email="ada@larkfen.example", password=builders.PASSWORD, is_executive=True,
    ))  # fmt: skip


@pytest.fixture
def administrator(db) -> User:
    """The first administrator, who is nothing else."""
    return with_second_step(found_trust(
        name="Larkfen Learning Trust", short_name="Larkfen", administrator="Ada Lark",
        email="ada@larkfen.example", password=builders.PASSWORD,
    ))  # fmt: skip


@pytest.fixture
def register_file() -> bytes:
    return register_csv()
