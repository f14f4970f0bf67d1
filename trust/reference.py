"""What one request is called: in its answer, in each line of the log, and on the page that says it failed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog import contextvars

from trust.models import User

HEADER: Final = "X-Request-ID"
A_NAME: Final = re.compile(r"[A-Za-z0-9-]{8,64}")


class ReferenceMiddleware:
    """Names every request: as our own proxy did, and otherwise with twelve letters that can be read aloud."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Not bound for this call alone: Django writes what it answered after all middleware has ended.
        contextvars.clear_contextvars()
        contextvars.bind_contextvars(request=_name_of(request))
        response = self.get_response(request)
        response.headers[HEADER] = reference()
        return response


def reference() -> str:
    """The name of the request that is being answered; empty outside of one."""
    return str(contextvars.get_contextvars().get("request", ""))


def note_person(person: User) -> None:
    """Let the lines of this request say whose it is, by the key that the history knows them by."""
    contextvars.bind_contextvars(person=str(person.history_key))


def _name_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.PROXIES else ""
    return given if A_NAME.fullmatch(given) else "-".join(secrets.token_hex(2) for _ in range(3))
