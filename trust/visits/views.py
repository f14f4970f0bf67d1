"""Where a person is signed in, and how a page asks how long that still lasts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from trust.requests import SignedIn
from trust.visits import actions
from trust.visits.queries import is_last_stretch, open_visits, seconds_left, visit_or_404
from trust.visits.sessions import SessionStore


@require_safe
def visits(request: SignedIn) -> HttpResponse:
    """Every browser in which the person is signed in, this one first."""
    here = request.session.digest  # type: ignore[attr-defined] # SESSION_ENGINE is ours.
    found = sorted(open_visits(request.user), key=lambda visit: visit.digest != here)
    context = {"visits": found, "here": here, "others": [visit for visit in found if visit.digest != here]}
    return render(request, "trust/visits/visits.html", context)


@require_POST
def end(request: SignedIn, pk: int) -> HttpResponse:
    """Sign one browser out."""
    visit = visit_or_404(request.user, pk)
    actions.end_visit(visit, by=request.user)
    messages.success(request, f"{visit.device} is signed out.")
    return redirect("trust:visits")


@require_POST
def end_others(request: SignedIn) -> HttpResponse:
    """Sign out everywhere but here."""
    here = request.session.digest  # type: ignore[attr-defined] # SESSION_ENGINE is ours.
    if actions.end_visits(request.user, by=request.user, but=here):
        messages.success(request, "You are signed out everywhere but here.")
    else:
        messages.info(request, "You were signed in nowhere else.")
    return redirect("trust:visits")


@require_safe
def left(request: SignedIn) -> HttpResponse:
    """How many seconds the visit still lasts, and whose it is; asked by the page itself."""
    return _left(request)


@require_POST
def stay(request: SignedIn) -> HttpResponse:
    """The person is there: the middleware has let the visit last on."""
    return _left(request)


def _left(request: SignedIn) -> JsonResponse:
    session: SessionStore = request.session  # type: ignore[assignment] # SESSION_ENGINE is ours.
    said = {"left": seconds_left(session), "last": is_last_stretch(session), "person": request.user.pk}
    return JsonResponse(said)
