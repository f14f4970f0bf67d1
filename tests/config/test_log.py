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
    settings = logging_config(as_json=as_json, level="INFO")["formatters"]["line"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=settings["foreign_pre_chain"], processors=settings["processors"]
    )
    return formatter.format(logging.LogRecord("web", logging.INFO, "f", 1, message, arguments, None))


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
