"""Every address × every person × own and another school × GET and POST, against the table in
`tests/access/`.

The addresses come from the URLconf: one without a row fails, and so does a row without an address.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import ELSEWHERE, ROWS, Expected, Row, Scene
from tests.conftest import CAST

PEOPLE = [*CAST, "nobody"]


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every address that the portal itself serves."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


NAMES = sorted(set(addresses(get_resolver())))


def test_every_address_has_a_row():
    missing = [name for name in NAMES if name not in ROWS and name not in ELSEWHERE]
    assert not missing, (
        f"Add rows to tests/access/ for {missing}: who may, who may not, and with which answer."
    )


def test_every_row_has_an_address():
    assert set(ROWS) - set(NAMES) == set()


@pytest.fixture
def scene(world) -> Scene:
    return Scene(world)


CASES = [(name, case) for name, row in ROWS.items() for case in row.cases]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case}" for name, case in CASES])
def test_who_may_what(name: str, case: str, scene: Scene, as_person):
    row: Row = ROWS[name]
    scope, _, method = case.partition("-")
    expected: Expected = row.cases[case]
    url = reverse(name, kwargs=row.kwargs(scene, scope))
    wrong = []
    for person in PEOPLE:
        answer = _ask(
            as_person(None if person == "nobody" else scene.world.people[person]), method, url, row, scene
        )
        if answer != expected.of(person):
            wrong.append(f"{person}: {answer} instead of {expected.of(person)}")
    assert not wrong, f"{method} {url}: " + "; ".join(wrong)


def _ask(client, method: str, url: str, row: Row, scene: Scene) -> int:
    """The status, whatever was done undone again, so that each person finds the same scene."""
    client.raise_request_exception = False
    sent = row.fields(scene) if method == "post" else row.query(scene)
    with transaction.atomic():
        status = getattr(client, method)(url, data=sent).status_code
        transaction.set_rollback(True)
    return status
