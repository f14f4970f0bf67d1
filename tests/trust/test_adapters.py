"""Who is knocking, and from where."""

import pytest
from django.test import RequestFactory

from trust.adapters import attempted_email, client_address


@pytest.mark.parametrize(
    ("credentials", "expected"),
    [
        ({"email": " Head@Oak.example "}, "head@oak.example"),
        ({"username": "Head@Oak.example"}, "head@oak.example"),
        ({"email": None}, ""),
        ({"email": "x" * 300}, "x" * 255),
        (None, ""),
    ],
)
def test_the_attempted_address_is_read_in_lower_case(credentials, expected):
    assert attempted_email(RequestFactory().get("/"), credentials) == expected


def test_without_credentials_the_form_tells_the_address():
    request = RequestFactory().post("/", {"login": "Head@Oak.example"})
    assert attempted_email(request, None) == "head@oak.example"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected
