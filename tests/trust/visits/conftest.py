from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests import builders
from trust.clock import wall
from trust.models import User

PASSWORD = "correct-horse-battery-41"
SAFARI = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Safari/604.1"
)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36"
)
OWN_PAGE = "/glossary/"


@pytest.fixture
def ada(db) -> User:
    builders.make_trust()
    person = builders.make_person("Ada Oak", email="ada@test.example")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def signed_in(ada):
    """A browser in which Ada has signed in by the form."""

    def client_of(user_agent: str = SAFARI) -> Client:
        client = Client(headers={"user-agent": user_agent})
        answer = client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return client_of


@pytest.fixture
def minutes():
    """Lets so many minutes pass on the machine's clock."""
    with time_machine.travel(wall(), tick=False) as traveller:
        yield lambda count: traveller.shift(timedelta(minutes=count))


def is_in(client: Client) -> bool:
    return client.get(OWN_PAGE).status_code == 200
