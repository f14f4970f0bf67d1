"""Signing in, and what every answer carries: closed sign-up, a lock by account and address, strict policy."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests import builders
from trust.models import Message

PASSWORD = "correct-horse-battery-41"
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture(autouse=True)
def _founded(request):
    """Without a trust every address leads to where one is set up."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        builders.make_trust(is_demonstration=False, pinned_today=None)


@pytest.fixture
def person(db):
    user = builders.make_person("Ada Oak", email="ada@test.example")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def colleague(db):
    user = builders.make_person("Ben Elm", email="ben@test.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password, address="192.0.2.1"):
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=address)


def test_healthz_answers_without_signing_in(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@override_settings(SECURE_SSL_REDIRECT=True)
def test_healthz_is_asked_over_plain_http(client, db):
    assert client.get("/healthz").status_code == 200
    assert client.get("/accounts/login/").status_code == 301


def test_every_answer_carries_the_policy(client, db):
    header = client.get("/healthz").headers["Content-Security-Policy"]
    assert {part.strip() for part in header.split(";")} == POLICY


def test_a_person_signs_in_by_e_mail(client, person):
    answer = sign_in(client, "Ada@Test.example", PASSWORD)
    assert (answer.status_code, answer.url) == (302, "/")


def test_the_visit_lasts_twelve_hours_and_no_script_reads_it(client, person):
    cookie = sign_in(client, person.email, PASSWORD).cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 60 * 60, True, "Lax")


def test_nobody_signs_up(client, db):
    answer = client.post(
        "/accounts/signup/", {"email": "new@test.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code in (200, 403, 404)
    assert not type(builders.make_person("x", email="x@test.example")).objects.filter(
        email="new@test.example"
    )


def test_six_wrong_passwords_lock_the_account_at_that_address(client, person):
    for _ in range(5):
        assert sign_in(client, person.email, "wrong").status_code == 200
    assert sign_in(client, person.email, "wrong").status_code == 429
    assert sign_in(client, person.email.upper(), PASSWORD).status_code == 429


def test_a_colleague_at_the_same_address_is_not_locked_out(client, person, colleague):
    for _ in range(6):
        sign_in(client, person.email, "wrong")
    assert sign_in(client, colleague.email, PASSWORD).status_code == 302


def test_the_person_is_not_locked_out_at_another_address(client, person):
    for _ in range(6):
        sign_in(client, person.email, "wrong")
    assert sign_in(client, person.email, PASSWORD, address="192.0.2.2").status_code == 302


def test_a_reset_says_the_same_for_a_stranger(client, person):
    known = client.post(reverse("account_reset_password"), {"email": person.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@test.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in Message.objects.all()] == [person]


def test_a_reset_waits_for_no_mail_server(client, person, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert client.post(reverse("account_reset_password"), {"email": person.email}).status_code == 302
    letter = Message.objects.get()
    assert letter.subject == "TLT: set a new password"
    text = letter.text
    assert "on the portal of Test Learning Trust" in text
    assert re.search(r"\nhttp://\S+/accounts/password/reset/key/\w+-[\w-]+/\n", text)


def test_a_reset_link_leads_to_the_portal_and_not_to_the_host_that_was_asked(client, person, settings):
    settings.PORTAL_URL = "https://portal.test.example"
    settings.ALLOWED_HOSTS = ["other.test.example"]
    client.post(
        reverse("account_reset_password"), {"email": person.email}, headers={"host": "other.test.example"}
    )
    text = Message.objects.get().text
    assert "https://portal.test.example/accounts/password/reset/key/" in text
    assert "other.test.example" not in text


def test_a_forwarded_name_does_not_enter_the_reset_link(client, person):
    client.post(
        reverse("account_reset_password"), {"email": person.email}, HTTP_X_FORWARDED_HOST="thief.example"
    )
    assert "thief.example" not in Message.objects.get().text


@pytest.mark.parametrize("page", ["email/", "confirm-email/", "confirm-email/x:1/"])
def test_nobody_changes_the_address_they_sign_in_with(client, person, page):
    client.force_login(person)
    answer = client.post(f"/accounts/{page}", {"email": "other@test.example", "action_add": ""})
    assert answer.status_code == 404


def test_a_part_of_a_page_is_refused_to_nobody(client, db):
    assert client.get("/", HTTP_HX_REQUEST="true").status_code == 401
    assert client.get("/").status_code == 302


def test_a_form_in_an_unknown_alphabet_is_one_clear_refusal(client, db):
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    visitor = Client(enforce_csrf_checks=True)
    visitor.get("/accounts/login/")
    answer = visitor.post("/accounts/login/", b"login=x", content_type=kind)
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers
