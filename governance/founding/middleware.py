"""Leads every address of an empty installation to the page where its trust is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from trust.middleware import FOR_MACHINES
from trust.queries import current_trust

SET_UP: Final = "/set-up/"
# What machines ask, and the stylesheet of that page.
ANSWERED: Final = (SET_UP, "/theme.css", *FOR_MACHINES)


class FoundingMiddleware:
    """Stands behind the trust's own middleware, which remembers for one request that there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ANSWERED) or current_trust() is not None:
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": SET_UP})
        return HttpResponseRedirect(SET_UP)
