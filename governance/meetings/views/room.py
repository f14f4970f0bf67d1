"""The page for the evening: one meeting, item by item, in large type, whole once it has been loaded."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.meetings import queries, sight
from governance.meetings.room import room_of
from governance.meetings.since import since_update
from trust import clock
from trust.requests import SignedIn


@require_safe
def room(request: SignedIn, pk: int) -> HttpResponse:
    """The agenda in its order for whoever may see the meeting, Part 2 for whom it is open."""
    found, today = sight.meeting_or_404(request.user, pk), clock.today()
    page = queries.page_of(found, request.user, today)
    since = since_update(found, request.user)
    context = {
        "meeting": found,
        "page": page,
        "since": since,
        "update": since.update if since else None,
        "entries": room_of(found, page, request.user, since.update if since else None),
        "today": today,
    }
    return render(request, "governance/meetings/room.html", context)
