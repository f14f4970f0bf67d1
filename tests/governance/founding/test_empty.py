"""An installation with nothing in it, or with a trust and nothing else, fails at no address."""

import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from governance.founding.middleware import ANSWERED
from schools.actions import appoint
from schools.models import Role
from tests import builders
from trust import clock

# What may stand in an address, the plainest first.
TEXTS = ("1", "2026-27-1", "2026-11-18", "trust", "00000000-0000-4000-8000-000000000000")


def samples() -> list[str]:
    """Every address of the portal, with something plausible in the place of its arguments."""
    return sorted(set(_samples(get_resolver(), "")))


def _samples(resolver: URLResolver, namespace: str, above: dict | None = None):
    for entry in resolver.url_patterns:
        converters = (above or {}) | entry.pattern.converters
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _samples(entry, inner, converters)
        elif entry.name and "(?P" not in str(entry.pattern):
            kwargs = {name: _sample(each) for name, each in converters.items()}
            yield reverse(f"{namespace}{entry.name}", kwargs=kwargs)


def _sample(converter):
    text = next(each for each in TEXTS if re.fullmatch(converter.regex, each))
    return converter.to_python(text)


def failures(client: Client, addresses: list[str]) -> list[str]:
    client.raise_request_exception = False
    return [
        f"{method} {address}"
        for address in addresses
        for method in ("get", "post")
        if getattr(client, method)(address).status_code >= 500
    ]


def test_every_address_of_an_empty_installation_leads_to_setting_up(db, client, as_person):
    nobody, somebody = client, as_person(builders.make_person("Ada Lark"))
    led = [each for each in samples() if not each.startswith(ANSWERED)]

    for visitor in (nobody, somebody):
        answers = {each: visitor.get(each) for each in led}
        assert {(answer.status_code, answer.url) for answer in answers.values()} == {(302, "/set-up/")}
    assert len(led) > 100


def test_no_address_of_an_empty_installation_fails(db, client, as_person):
    assert failures(client, samples()) == []
    assert failures(as_person(builders.make_person("Ada Lark")), samples()) == []


def test_a_part_of_a_page_asks_its_page_to_go_there(db, client):
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/set-up/"


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CENTRAL])
def test_no_address_fails_on_a_trusts_first_day(role, founder, as_person):
    person = builders.make_person("Bo Reed")
    appoint(person, role, by=founder, starts=clock.today())
    addresses = [each for each in samples() if "logout" not in each]

    assert failures(as_person(person), addresses) == []


@pytest.mark.parametrize("address", ["/schools/", "/kpis/", "/categories/", "/governance/evidence/"])
def test_a_page_of_a_term_says_what_comes_first_where_none_has_begun(address, founder, as_person):
    answer = as_person(founder).get(address)

    assert answer.status_code == 200
    assert "none has begun in the calendar yet" in answer.content.decode()
    assert as_person(founder).get(f"{address}?term=2026-27-1").status_code == 404
