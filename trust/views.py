"""Pages of the ground itself: the trust's colours as a stylesheet, and what is said when an action is
refused."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trust.blobs import read
from trust.glossary import WORDS
from trust.lifecycle import NothingYet, Refused
from trust.queries import current_trust
from trust.reference import reference


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def theme(_request: HttpRequest) -> HttpResponse:
    """The trust's own accent, as the only rule of a stylesheet, so that no page needs a style of its own."""
    trust = current_trust()
    accent = trust.accent if trust else "#563069"
    return HttpResponse(f":root {{ --trust-accent: {accent}; }}\n", content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def logo(_request: HttpRequest, sha256: str) -> HttpResponse:
    """The trust's own picture, for everybody as on its letters; no other stored file is found here."""
    trust = current_trust()
    if trust is None or trust.logo is None or trust.logo_id != sha256:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(read(trust.logo), content_type=trust.logo.media_type, headers=headers)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be read."""
    # Made without the request: Django's own answer would read its form again, and fail again.
    return HttpResponse(render_to_string("400.html"), status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours, with what to name it by."""
    # Without the request, since context processors ask the database, which may be what failed.
    return HttpResponse(render_to_string("500.html", {"reference": reference()}), status=500)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page for an action that cannot be taken now: why, and the way back; nothing has changed.

    A page that has nothing to show yet says what comes first.
    """
    if isinstance(refusal, NothingYet):
        return render(request, "nothing_yet.html", {"words": str(refusal)})
    return render(request, "refused.html", {"refusal": str(refusal)}, status=409)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word of the field that the pages use, in one plain sentence each."""
    return render(request, "trust/glossary.html", {"words": WORDS})
