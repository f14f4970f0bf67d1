"""What every kind of answer carries, and what no method and no form gets past."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import access, builders
from tests.access import Row, Scene
from tests.conftest import CAST

CARRIED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.fixture(autouse=True)
def _founded(request) -> None:
    """Without a trust every address leads to setting one up; the world of the cast has its own."""
    if "world" not in request.fixturenames:
        request.getfixturevalue("db")
        builders.make_trust()


MODULES = [found.name for found in iter_modules(access.__path__)]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/accounts/login/", 200),
        ("/healthz", 200),
        ("/theme.css", 200),
        ("/static/css/tokens.css", 200),
        ("/static/missing.css", 404),
        ("/nowhere/", 404),
        ("/accounts/email/", 404),
    ],
)
def test_every_kind_of_answer_carries_the_same_headers(client, db, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in CARRIED} == CARRIED
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_failure_carries_them_too(client, db, monkeypatch):
    monkeypatch.setattr("allauth.account.views.LoginView.get", lambda *_: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/accounts/login/")
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in CARRIED} == CARRIED


def test_a_forged_host_is_refused_with_them(client, db):
    answer = client.get("/accounts/login/", headers={"host": "thief.example"})
    assert answer.status_code == 400
    assert {name: answer.headers.get(name) for name in CARRIED} == CARRIED


def test_a_forwarded_host_is_not_believed(client, db):
    answer = client.get("/accounts/login/", headers={"x-forwarded-host": "thief.example"})
    assert answer.status_code == 200
    assert b"thief.example" not in answer.content


@pytest.mark.parametrize("address", ["/", "/glossary/", "/account/visits/left/", "/nowhere/", "/settings/"])
def test_nothing_that_somebody_signed_in_sees_is_kept(world, as_person, address):
    assert "no-store" in as_person(world.people["trustee"]).get(address).headers["Cache-Control"]


@pytest.mark.parametrize("module", MODULES)
def test_the_rooms_addresses_take_their_methods_and_no_form_without_its_token(module: str, world, as_person):
    rows: dict[str, Row] = getattr(import_module(f"{access.__name__}.{module}"), "ROWS", {})
    wrong = [
        fault
        for name, row in rows.items()
        if (person := _who_may(row))
        for fault in _faults_of(name, row, Scene(world), as_person(world.people[person]))
    ]
    assert wrong == []


def test_no_address_of_ours_is_excused_from_the_token():
    excused = [name for name, view in _views(get_resolver()) if getattr(view, "csrf_exempt", False)]
    assert excused == []


def _who_may(row: Row) -> str | None:
    expected = row.cases.get("own-get"), row.cases.get("own-post")
    answers = ((each, person) for each in expected if each for person in CAST)
    return next((person for each, person in answers if each.of(person) in (200, 302)), None)


def _faults_of(name: str, row: Row, scene: Scene, client: Client) -> Iterator[str]:
    client.raise_request_exception = False
    with transaction.atomic():
        address = reverse(name, kwargs=row.kwargs(scene, "own"))
        for method in ("put", "patch", "delete"):
            status = getattr(client, method)(address).status_code
            if status != 405:
                yield f"{method} {address}: {status} instead of 405"
        client.handler.enforce_csrf_checks = True
        status = client.post(address, row.fields(scene)).status_code
        if status != 403:
            yield f"post {address} without its token: {status} instead of 403"
        transaction.set_rollback(True)


def _views(resolver: URLResolver) -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry)
        elif isinstance(entry, URLPattern):
            yield str(entry.name), entry.callback
