"""The pages around the pages: sign-in, what is not there, and what prints when nothing else does."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from tests import builders

BARE = ("400.html", "403_csrf.html", "500.html", "503.html")


@pytest.fixture(autouse=True)
def _founded(request):
    """Without a trust every address leads to where one is set up."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        builders.make_trust(is_demonstration=False, pinned_today=None)


@pytest.mark.parametrize("name", BARE)
def test_a_page_for_the_worst_day_needs_no_database(name):
    page = render_to_string(name)
    assert "<h1>" in page
    assert "style=" not in page


def test_the_sign_in_page_names_its_fields(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert '<label for="id_login">' in page
    assert '<label for="id_password">' in page
    assert "<script>" not in page


def test_a_wrong_password_is_told_without_saying_which_was_wrong(client, db):
    page = client.post("/accounts/login/", {"login": "who@example.org", "password": "wrong"}).content.decode()
    assert "You are not signed in" in page
    assert "data-error-summary" in page


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_sign_in_pages_carry_no_inline_style_or_handler(client, db, address):
    page = client.get(address).content.decode()
    assert " style=" not in page
    assert " onclick=" not in page


@override_settings(DEBUG=False)
def test_an_unknown_address_says_so_in_words(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_a_refusal_is_told_with_its_words(db):
    request = RequestFactory().get("/")
    page = render_to_string("refused.html", {"refusal": "The return is closed."}, request=request)
    assert "The return is closed." in page
