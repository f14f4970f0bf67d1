"""What wraps every request: its trust, what browsers are told to keep out, one page for a lost database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import MiddlewareNotUsed, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, RawPostDataException, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from trust.blobs import Erased
from trust.lifecycle import Refused
from trust.queries import current_trust, remember_trust
from trust.reference import note_person, reference
from trust.views import refused
from trust.visits.unsent import Typed, sign_in_address, typed_into

LOST = (OperationalError, InterfaceError)
PLAIN_503 = (
    "<!doctype html><title>Unavailable</title><p>The portal cannot reach its database; try again soon."
)

FOR_MACHINES = ("/livez", "/readyz", "/healthz")

log = structlog.get_logger(__name__)


# Features of a browser that the portal has no use for, and so no script on it either.
UNUSED = (
    "accelerometer camera display-capture geolocation gyroscope hid magnetometer microphone midi payment "
    "serial usb xr-spatial-tracking"
)
KEPT_OUT = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED.split()),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class KeepOutMiddleware:
    """Tells browsers on every answer what nobody may do with it: no devices, no use by other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, policy in KEPT_OUT.items():
            response.headers.setdefault(name, policy)
        return response


class CurrentTrustMiddleware:
    """Gives a request its trust (`request.trust`, None before set-up); stands before the session's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with remember_trust():
            try:
                request.trust = current_trust()  # type: ignore[attr-defined]
            except LOST as error:
                return _unavailable(request, error)
            return _kept_private(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A database lost in the middle of a page is the same clear answer."""
        return _unavailable(request, exception) if isinstance(exception, LOST) else None


class NoDemonstrationMiddleware:
    """In production nobody gets into a demonstration, whose passwords everybody knows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PRODUCTION:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        trust = current_trust()
        if trust is None or not trust.is_demonstration or request.path in FOR_MACHINES:
            return self.get_response(request)
        page = render_to_string("no_demonstration.html")
        return HttpResponse(page, status=503, headers={"Cache-Control": "no-store"})


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends nobody to the sign-in page and back again; what they sent, which is not kept, is given back.

    Scripts are refused with 401 and told where to sign in, since they fill parts of a page that stays open.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated:
            note_person(request.user)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override] # Django never uses that it is a redirect.
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        is_script = "application/json" in request.headers.get("Accept", "")
        if is_script or request.headers.get("HX-Request"):
            entrance = sign_in_address(request, request.headers.get("HX-Current-URL", ""))
            return HttpResponse(status=401, headers={"HX-Redirect": entrance})
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        entrance = sign_in_address(request, request.headers.get("Referer", ""))
        sent = typed_into(request)
        # The token's cookie outlives a visit: with it, somebody was here before and filled a form in.
        if settings.CSRF_COOKIE_NAME in request.COOKIES and sent:
            context = {"sent": sent, "entrance": entrance}
            headers = {"Cache-Control": "no-store"}
            return HttpResponse(
                render_to_string("trust/visits/not_sent.html", context), status=401, headers=headers
            )
        return redirect(entrance)


class RefusalMiddleware:
    """Turns a refusal that no view has put into words of its own into a page that says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Erased):
            return render(request, "410.html", status=410)
        return refused(request, exception) if isinstance(exception, Refused) else None


def _kept_private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    # The cookie, not the person, is looked at: asking who they are would cost a query on pages that never
    # ask. What everyone may keep says so itself; of the rest nothing stays on a computer that others use too.
    is_everyones = "public" in response.headers.get("Cache-Control", "")
    if settings.SESSION_COOKIE_NAME in request.COOKIES and not is_everyones:
        response.headers["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[Typed]:
    try:
        return typed_into(request) if request.method == "POST" else []
    except (SuspiciousOperation, UnreadablePostError, RawPostDataException, MultiPartParserError):
        return []


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("database_lost", path=request.path, error=str(error))
    try:
        # Without the request, since context processors ask the database too.
        page: str = render_to_string("503.html", {"sent": _typed(request), "reference": reference()})
    except (TemplateDoesNotExist, *LOST):
        page = PLAIN_503
    return HttpResponse(page, status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})
