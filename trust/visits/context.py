"""What the frame of every page needs to know so that it can warn before a visit ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from trust.visits.limits import WARNED_BEFORE
from trust.visits.queries import is_last_stretch, seconds_left
from trust.visits.sessions import SessionStore


def visit(request: HttpRequest) -> dict[str, Any]:
    """Seconds that the visit still lasts and that the warning comes before its end; no query of its own."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    session: SessionStore = request.session  # type: ignore[assignment] # SESSION_ENGINE is ours.
    return {
        "visit_left": seconds_left(session),
        "visit_is_last": is_last_stretch(session),
        "visit_warned_before": int(WARNED_BEFORE.total_seconds()),
    }
