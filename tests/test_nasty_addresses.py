"""No page fails, whatever stands behind the question mark of its address.

Each page of the access grid is asked by somebody who may see it: once as it is, then with each name that
its forms and links send, and with all that lists know at once, holding what nobody would type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import cycle, islice
from pkgutil import iter_modules
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import reverse

from tests import access
from tests.access import Row, Scene
from tests.conftest import CAST

NAMED = re.compile(rb'name="([a-z][\w-]*)"|[?;]([a-z_]+)=')
EVERYWHERE = ("page", "sort", "as", "q", "term", "year", "school", "from", "to")
# What the frame of every page sends, and what is no parameter.
NOT_ASKED = {"q", "csrfmiddlewaretoken", "viewport", "color-scheme", "htmx-config"}
# As they stand in an address; the fourth and fifth are no text in UTF-8.
NASTY = (
    "%00", "-1", "9" * 31, "%ff%fe", "%C3%28", quote("²"), quote("٣"), "1e400", "nan", "x" * 3000,
    quote("\u202e😀"), "%22%27%3Cb%3E--", "-zzz", "school__urn", "0001-01-01", "9999-12-31", "2026-27-9",
    "9998-99-1", "%0d%0aX-Y:%201", "",
)  # fmt: skip
MODULES = [found.name for found in iter_modules(access.__path__)]


@pytest.mark.parametrize("module", MODULES)
def test_no_page_of_the_room_fails(module: str, world, as_person):
    rows: dict[str, Row] = getattr(import_module(f"{access.__name__}.{module}"), "ROWS", {})
    failed = [
        failure
        for name, row in rows.items()
        if (person := who_sees(row))
        for failure in _failures_of(name, row, Scene(world), as_person(world.people[person]))
    ]
    assert not failed


def who_sees(row: Row) -> str | None:
    expected = row.cases.get("own-get")
    return next((person for person in CAST if expected and expected.of(person) == 200), None)


def _failures_of(name: str, row: Row, scene: Scene, client) -> Iterator[str]:
    client.raise_request_exception = False
    with transaction.atomic():
        address = reverse(name, kwargs=row.kwargs(scene, "own"))
        plain = client.get(address, row.query(scene))
        for query in _queries(name, plain):
            if client.get(address, QUERY_STRING=query).status_code >= 500:
                yield f"{address}?{query}"
        transaction.set_rollback(True)


def _queries(name: str, page) -> Iterator[str]:
    """Every name that the page sends with another value, shifted from page to page; then all at once."""
    read = b"" if page.streaming else page.content
    found = {(first or second).decode() for first, second in NAMED.findall(read)} - NOT_ASKED
    values = islice(cycle(NASTY), len(name) % len(NASTY), None)
    said = {each: f"{each}={next(values)}" for each in sorted({*EVERYWHERE, *found})}
    yield from (said[each] for each in sorted(found))
    yield "&".join(said.values())
