"""Keeps a visit as long as the person is there, and clears the browser when they sign out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import structlog
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from trust.adapters import client_address
from trust.visits import actions
from trust.visits.devices import device_in_words
from trust.visits.sessions import BEGAN

# What a page asks for by itself, such as progress once a second, does not keep a visit open.
BY_ITSELF: Final = "X-By-Itself"
# Without "cookies": Chromium then takes those of the whole domain, other services' with them.
CLEARED: Final = '"cache", "storage"'

log = structlog.get_logger(__name__)


class VisitMiddleware:
    """Begins a visit at sign-in and lets it last on; stands after the middleware that asks who signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        session = request.session
        if not (session.accessed and session.modified):
            return response
        if SESSION_KEY in session:
            if BEGAN not in session:
                _begin(request)
        elif session.was_signed_in:  # type: ignore[attr-defined] # SESSION_ENGINE is ours.
            response.headers["Clear-Site-Data"] = CLEARED
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Every page that asks for a sign-in tells that the person is there."""
        if not (request.session.accessed and SESSION_KEY in request.session):
            return
        if BY_ITSELF in request.headers:
            return
        try:
            actions.see_again(request.session)  # type: ignore[arg-type] # SESSION_ENGINE is ours.
        except DatabaseError:
            # A full disk lets nobody write, and everybody still reads until their visit ends.
            log.warning("visit_not_written", exc_info=True)


def _begin(request: HttpRequest) -> None:
    actions.begin_visit(
        request.session,  # type: ignore[arg-type] # SESSION_ENGINE is ours.
        int(request.session[SESSION_KEY]),
        device=device_in_words(request.headers.get("User-Agent", "")),
        address=client_address(request)[:45],
    )
