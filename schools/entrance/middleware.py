"""Leads whoever must have a second step and has none to the page that sets it up, from wherever they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from schools.entrance.rules import is_met
from trust.queries import current_trust

SETTING_UP: Final = "mfa_index"
# What stays open meanwhile: setting it up, giving the password once more for that, staying and leaving.
OPEN: Final = frozenset(
    {"account_logout", "account_reauthenticate", "account_change_password", "visit_left", "visit_stay"}
)


class SecondStepMiddleware:
    """Stands behind the sign-in middleware, so that nobody unknown comes this far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        if _is_open(request) or is_met(request, current_trust()):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=403, headers={"HX-Redirect": reverse(SETTING_UP)})
        return redirect(SETTING_UP)


def _is_open(request: HttpRequest) -> bool:
    name = (request.resolver_match.url_name if request.resolver_match else "") or ""
    return name in OPEN or name.startswith("mfa_")
