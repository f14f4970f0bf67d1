import json
import logging
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from structlog import contextvars

from tests.config.test_log import formatted
from trust.reference import HEADER, ReferenceMiddleware, reference
from trust.views import failed

OURS = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")


@pytest.fixture(autouse=True)
def _nothing_is_bound():
    yield
    contextvars.clear_contextvars()


def named(**headers) -> str:
    request = RequestFactory().get("/", headers=headers)
    return ReferenceMiddleware(lambda _request: HttpResponse())(request)[HEADER]


def test_every_answer_says_what_its_request_is_called(client, db):
    names = [client.get(path)[HEADER] for path in ("/livez", "/nowhere/", "/accounts/login/")]
    assert all(map(OURS.fullmatch, names))
    assert len(set(names)) == 3


def test_a_name_is_believed_from_a_proxy_of_our_own_alone(settings):
    given = {HEADER: "proxy-0123456789"}
    assert OURS.fullmatch(named(**given))
    settings.PROXIES = 1
    assert named(**given) == "proxy-0123456789"


@pytest.mark.parametrize("given", ["short", "x" * 65, "two words here", "a\tb\tc\td\te", "<b>bold</b>"])
def test_what_is_no_name_is_not_taken(given, settings):
    settings.PROXIES = 1
    assert OURS.fullmatch(named(**{HEADER: given}))


def test_the_page_of_a_failure_gives_it():
    name = named()
    assert name.encode() in failed(RequestFactory().get("/")).content


def test_outside_of_a_request_the_page_gives_none():
    contextvars.clear_contextvars()
    assert reference() == ""
    assert b"reference" not in failed(RequestFactory().get("/")).content


def test_a_line_of_the_log_says_which_request_and_whose(as_person, head_of_oak):
    answer = as_person(head_of_oak).get("/people/")
    told = json.loads(formatted(True, "Something"))
    assert told["request"] == answer[HEADER]
    assert told["person"] == str(head_of_oak.history_key)


def test_the_next_request_is_nobodys(as_person, client, head_of_oak):
    as_person(head_of_oak).get("/")
    client.get("/livez")
    assert "person" not in json.loads(formatted(True, "Something"))


def test_django_writes_it_too(as_person, head_of_oak, caplog):
    """What it says of a refusal is said after all middleware has ended."""
    seen = []
    logger = logging.getLogger("django.request")
    watch = logging.Handler()
    watch.emit = lambda _record: seen.append(contextvars.get_contextvars().get("request"))
    logger.addHandler(watch)
    try:
        answer = as_person(head_of_oak).get("/people/")
    finally:
        logger.removeHandler(watch)
    assert (answer.status_code, seen) == (403, [answer[HEADER]])
