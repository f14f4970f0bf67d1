"""What a visitor types cannot forge a line of the log."""

import json
import logging
import logging.config

import pytest
import structlog

from config.log import escape_controls, logging_config


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a\nb", "a\\nb"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u2028b", "a\\u2028b"),
        ("a\x85b", "a\\x85b"),
        ("Ysgol Gŵyr − 5", "Ysgol Gŵyr − 5"),
    ],
)
def test_control_characters_are_written_out(typed, written):
    assert escape_controls(None, "info", {"event": typed, "n": 1}) == {"event": written, "n": 1}


def formatted(as_json, message, *arguments):
    record = logging.LogRecord("web", logging.INFO, "f", 1, message, arguments, None)
    return formatted_record(record, as_json=as_json)


def formatted_record(record, *, as_json=True):
    settings = logging_config(as_json=as_json, level="INFO")["formatters"]["line"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=settings["foreign_pre_chain"], processors=settings["processors"]
    )
    return formatter.format(record)


def test_in_production_a_line_is_one_json_object():
    line = formatted(True, "Not found: %s", "/a\n{forged}")
    assert "\n" not in line
    shown = json.loads(line)
    assert (shown["event"], shown["level"], shown["logger"]) == ("Not found: /a\n{forged}", "info", "web")


def test_elsewhere_a_line_is_one_line():
    line = formatted(False, "Not found: %s", "/a\nforged")
    assert "\n" not in line
    assert "Not found: /a\\nforged" in line


@pytest.mark.parametrize("as_json", [True, False])
def test_a_private_calendar_address_is_written_without_its_key(as_json):
    line = formatted(as_json, '"GET %s HTTP/1.1" 404', "/calendar/wJalrXUtnFEMI-K7_MDENG.ics")
    assert "wJalrXUtnFEMI" not in line
    assert "/calendar/" in line
    assert ".ics" in line


@pytest.mark.parametrize("path", ["/join/{}/", "/accounts/password/reset/key/{}/"])
def test_a_link_that_opens_something_is_written_without_its_key(path):
    line = formatted(True, "Unprocessable: %s", path.format("2f-c8x2kq-3b4e"))
    assert "c8x2kq" not in line
    assert path.partition("{")[0] in line


def test_nothing_that_is_sent_in_stands_in_the_log(world, admin, as_person, client, caplog):
    """Forms that are refused, taken and met by a fault: no word of them, no password, no token."""
    secrets = ["Sesame-open-2026", "a figure of 91.23", "tok3n-of-Ruth"]
    client.raise_request_exception = False
    caplog.set_level(logging.DEBUG)
    client.post("/accounts/login/", {"login": "admin@test.example", "password": secrets[0]})
    client.post(f"/join/{secrets[2]}/", {"password": secrets[0], "again": secrets[0]})
    keeper = as_person(admin)
    keeper.post("/people/invite/", {"name": secrets[1], "email": "nobody", "role": "king"})
    keeper.post(f"/people/{admin.pk}/details/", {"name": secrets[1], "email": "a@b.example", "post": ""})
    keeper.post("/nowhere/", {"text": secrets[1]})

    written = "\n".join(formatted_record(record) for record in caplog.records)
    assert "/nowhere/" in written
    assert [secret for secret in secrets if secret in written] == []
