"""The page itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools import access
from schools.access import Permission
from schools.running.queries import running
from trust.requests import SignedIn


@require_safe
def page(request: SignedIn) -> HttpResponse:
    """How the portal runs, for whoever keeps its settings."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    return render(request, "schools/running.html", {"running": running()})
