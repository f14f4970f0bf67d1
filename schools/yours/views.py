"""The page of what is a person's to do, and by when."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools import access
from schools.yours import duties_of
from trust import clock
from trust.models import Term, User
from trust.requests import SignedIn


@require_safe
def yours(request: SignedIn) -> HttpResponse:
    """For everyone who has signed in: nobody is shown anybody else's."""
    return render(request, "schools/yours.html", waiting_for(request.user))


def waiting_for(user: User) -> dict[str, Any]:
    """What `schools/_yours.html` prints."""
    today = clock.today()
    duties = duties_of(user, today)
    late = [duty for duty in duties if duty.is_late(today)]
    return {
        "late": late,
        "ahead": duties[len(late) :],
        "headline": _headline(len(duties), len(late)),
        "next_board": _next_board(today) if access.grants(user) else None,
    }


def _headline(number: int, late: int) -> str:
    if not number:
        return "Nothing waits for you"
    things = "One thing is" if number == 1 else f"{number} things are"
    if not late:
        return f"{things} yours to do"
    return f"{things} yours to do, {'all of it' if late == number == 1 else late} late"


def _next_board(today: Any) -> Term | None:
    """The next term whose board date is still to come."""
    return Term.objects.filter(board_date__gte=today).order_by("board_date").first()
