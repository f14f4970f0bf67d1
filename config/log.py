"""Logging: a JSON object a line in production, readable lines elsewhere, control characters escaped."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# C0, DEL, C1 and the two Unicode line separators: each could forge a line in a log.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# What in an address opens something for whoever has it: a private calendar, an invitation, a new password.
KEYS = (
    re.compile(r"(/calendar/)[^/\s\"']+(\.ics)"),
    re.compile(r"(/join/)[^/\s\"']+(/?)"),
    re.compile(r"(/password/reset/key/)[^/\s\"']+(/?)"),
)


class NotEveryBell(logging.Filter):
    """Leaves out what Celery says of each worker's bell for itself: six lines a minute that say nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = getattr(record, "data", None) or record.args
        name = told.get("name") if isinstance(told, dict) else None
        return name != "trust.tasks.hear"


def hide_keys(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Write an address that opens something by itself without its key."""
    return {name: _hidden(value) if isinstance(value, str) else value for name, value in event.items()}


def escape_controls(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Write control characters as \\x0a or \\u2028, so that what a visitor typed stays on its own line."""
    return {name: _escaped(value) if name != "exception" else value for name, value in event.items()}


def logging_config(*, as_json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING, with structlog formatting what it and the standard library say."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": _last(as_json),
            }
        },
        "filters": {"bells": {"()": NotEveryBell}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["bells"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.server": {"level": level, "handlers": [], "propagate": True},
            "axes": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "pikepdf": {"level": "WARNING"},
            # It warns that filesystem:// has no host name, which it needs not have.
            "kombu.connection": {"level": "ERROR"},
        },
    }


def configure_structlog() -> None:
    """Make structlog's own loggers end in the standard library's, so that there is one way out."""
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _last(as_json: bool) -> list[Processor]:
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if as_json:
        # After the traceback has become text, so that it is read through too.
        traceback, line = structlog.processors.format_exc_info, structlog.processors.JSONRenderer()
        return [strip, traceback, hide_keys, line]
    return [strip, hide_keys, escape_controls, structlog.dev.ConsoleRenderer(colors=False)]


def _hidden(text: str) -> str:
    for key in KEYS:
        text = key.sub(r"\1…\2", text)
    return text


def _escaped(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return CONTROL.sub(lambda found: ascii(found.group())[1:-1], value)
