"""The cast: people with names, so that a test reads as who does what to whose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from schools.models import Role, School
from tests import builders, databases
from trust.models import Term, Trust, User

# How long an example takes says nothing of the portal on a machine that others share.
hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("house")

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT tgisinternal",
}


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The tests' own database, copied from one that is migrated already."""
    with django_db_blocker.unblock():
        databases.copy_to(connection.creation._get_test_db_name())
        held = setup_databases(verbosity=0, interactive=False, keepdb=True)
    yield
    with django_db_blocker.unblock():
        teardown_databases(held, verbosity=0)


@pytest.fixture(scope="session")
def guards(django_db_setup: None, django_db_blocker) -> set[str]:
    """The triggers that the migrations made, by name; they are taken away so that tests can empty tables."""
    assert "test" in str(connection.settings_dict["NAME"]), "Only a test's database loses its triggers."
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = dict(cursor.fetchall())
        for name, table in found.items():
            where = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{where}')
    return set(found)


@pytest.fixture(autouse=True)
def _passwords_are_hashed_quickly(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request: pytest.FixtureRequest) -> None:
    """Before the first test that touches the database, and for nobody else."""
    if {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("guards")


@dataclass(frozen=True)
class World:
    """One trust in its autumn term: Oak (secondary) and Elm (primary), with a person in every role."""

    trust: Trust
    term: Term
    oak: School
    elm: School
    people: dict[str, User]


CAST = {
    "executive": (Role.EXECUTIVE, None),
    "chair": (Role.CHAIR, None),
    "trustee": (Role.TRUSTEE, None),
    "head_of_oak": (Role.HEAD, "oak"),
    "head_of_elm": (Role.HEAD, "elm"),
    "business_of_oak": (Role.CONTRIBUTOR, "oak"),
    "governor_of_oak": (Role.GOVERNOR, "oak"),
    "clerk": (Role.CLERK, None),
    "auditor": (Role.AUDITOR, None),
    "finance": (Role.CENTRAL, None),
    "member": (Role.MEMBER, None),
    "admin": (Role.ADMINISTRATOR, None),
    "stranger": (None, None),
}


@pytest.fixture
def world(db: None) -> World:
    trust, term = builders.make_trust(), builders.make_term()
    builders.make_term(term.ref.previous)
    builders.make_term(term.ref.next)
    schools = {
        "oak": builders.make_school("Oak School"),
        "elm": builders.make_school("Elm Primary School", phase="primary", low_age=4, high_age=11),
    }
    people = {}
    for name, (role, school) in CAST.items():
        people[name] = builders.make_person(name.replace("_", " ").title(), email=f"{name}@test.example")
        if role:
            builders.appoint(people[name], role, schools[school] if school else None)
    return World(trust, term, schools["oak"], schools["elm"], people)


def _member_of_cast(name: str):
    @pytest.fixture(name=name)
    def person(world: World) -> User:
        return world.people[name]

    return person


executive, chair, trustee, clerk, auditor, finance, member, admin, stranger = map(
    _member_of_cast,
    ("executive", "chair", "trustee", "clerk", "auditor", "finance", "member", "admin", "stranger"),
)
head_of_oak, head_of_elm, business_of_oak, governor_of_oak = map(
    _member_of_cast, ("head_of_oak", "head_of_elm", "business_of_oak", "governor_of_oak")
)


@pytest.fixture
def oak(world: World) -> School:
    return world.oak


@pytest.fixture
def elm(world: World) -> School:
    return world.elm


@pytest.fixture
def term(world: World) -> Term:
    return world.term


@pytest.fixture
def as_person():
    """A browser in which that person has signed in: `as_person(head_of_oak).get("/returns/")`."""

    def client_of(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_of
