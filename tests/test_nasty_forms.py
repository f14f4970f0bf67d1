"""No form fails, whatever is sent in any of its fields, and no page prints markup that somebody sent.

The forms are found on the pages of the access grid, as somebody who may see them gets them. Each is sent once
with markup in all its words and once with something in each field that nobody would type there; a slow test
sends each field every such thing, the others being as the page gave them. What was done is undone again, so
that each finds the same scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from importlib import import_module
from typing import Any
from zlib import crc32

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from tests import access
from tests.access import Row, Scene
from tests.page_forms import PageForm, forms_of
from tests.test_nasty_addresses import MODULES, who_sees

RAW = "<b data-nasty"
MARKUP = f"{RAW}='1'>\"'&lt;{{{{7*7}}}}{{% now %}}"
NASTY = (
    "", " ", "\x00", "-1", "0", "9" * 31, "1e400", "nan", "٣²½", "1,5,0", "31/02/2027", "0001-01-01",
    "9999-12-31T25:61", "2026-27-9", "\u202e😀\u2028", "\r\nX-Y: 1", "=1+cmd|'/c'!A0", "../../etc/passwd",
    "javascript:alert(1)", "[]", '{"a": null}', "x" * 3_000, "é" * 70_000, MARKUP,
)  # fmt: skip
FILES = (
    ("a", b""), ("a.csv", b""), ("a.xlsx", b"PK\x03\x04torn"), ("<b data-nasty='1'>.pdf", b"%PDF-1.7"),
    ("a.docx", b"\xff\xfe\x00"), ("=1.csv", b'a,"b\n=1,\x00'), ("a.png", b"\x89PNG\r\n\x1a\n"),
)  # fmt: skip
# What a database counts, and keys made by chance.
NUMBERS = re.compile(r"[0-9a-f-]{12,}|\d+")
# What is sent, in words and as it is sent.
Sending = tuple[str, dict[str, Any]]


def test_no_form_fails(world, as_person):
    failed, forms = _sent(MODULES, world, as_person, _two)
    assert not failed
    # They are found: without forms this could not fail.
    assert len(forms) > 350
    assert sum(len(form.fields) for form in forms) > 700


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_no_form_of_the_room_fails_with_anything(module: str, world, as_person):
    failed, _ = _sent([module], world, as_person, _each)
    assert not failed


def _sent(modules, world, as_person, sendings) -> tuple[list[str], list[PageForm]]:
    """What failed, in words, and the forms that were sent."""
    failed, sent_forms = [], []
    for module in modules:
        for client, address, forms in _pages(module, world, as_person):
            sent_forms += forms
            for form in forms:
                for said, sent in sendings(form):
                    if failure := _failure(client, form.action, sent):
                        failed.append(f"{address}: {form.action} with {said}: {failure}")
    return failed, sent_forms


def _pages(module, world, as_person) -> Iterator[tuple[object, str, list[PageForm]]]:
    """Each page with its forms, while what it speaks of is there."""
    rows: dict[str, Row] = getattr(import_module(f"{access.__name__}.{module}"), "ROWS", {})
    for name, row in rows.items():
        if person := who_sees(row):
            client, scene = as_person(world.people[person]), Scene(world)
            client.raise_request_exception = False
            with transaction.atomic():
                address = reverse(name, kwargs=row.kwargs(scene, "own"))
                page = client.get(address, row.query(scene))
                is_page = not page.streaming and "html" in page.get("Content-Type", "")
                yield client, address, list(forms_of(address, page.content)) if is_page else []
                transaction.set_rollback(True)


def _two(form: PageForm) -> Iterator[Sending]:
    """Markup in all its words; then something else in each field at once."""
    yield "markup in all its words", _plain(form) | dict.fromkeys(form.words, MARKUP)
    chosen = {name: _values(form, name)[_place(form, name)] for name in _names(form)}
    yield f"all at once: {chosen}", _plain(form) | chosen


def _each(form: PageForm) -> Iterator[Sending]:
    """Every value in every field, the others being as they were."""
    for name in _names(form):
        for value in _values(form, name):
            yield f"{name}={str(value)[:40]!r}", _plain(form) | {name: value}


def _plain(form: PageForm) -> dict[str, Any]:
    return {name: values for name, values in form.fields.items() if values}


def _names(form: PageForm) -> list[str]:
    return sorted({*form.fields, *form.files})


def _values(form: PageForm, name: str) -> Sequence[Any]:
    return [SimpleUploadedFile(*each) for each in FILES] if name in form.files else NASTY


def _place(form: PageForm, name: str) -> int:
    """Another from field to field and from form to form, and the same in every run."""
    return crc32(NUMBERS.sub("", f"{form} {name}").encode()) % len(_values(form, name))


def _failure(client, action: str, sent: dict[str, Any]) -> str:
    """What is wrong with the answer, or with the page that it leads to; nothing if all is well."""
    before = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.post(action, sent)
        told = _wrong(answer)
        if not told and answer.status_code == 302 and answer["Location"].startswith("/"):
            told = _wrong(client.get(answer["Location"]))
        transaction.set_rollback(True)
    client.cookies = before
    return told


def _wrong(answer) -> str:
    if answer.status_code >= 500:
        return f"it answers {answer.status_code}"
    if answer.streaming or "html" not in answer.get("Content-Type", ""):
        return ""
    return "its markup is printed as it was sent" if RAW.encode() in answer.content else ""
