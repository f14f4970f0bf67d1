"""The history's page: read, narrowed, taken away, and checked from its beginning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.records import exports, queries
from schools.records.facts import EVERYWHERE, HELD_BACK
from schools.records.filters import HistoryFilter
from trust import checking
from trust.lifecycle import Refused
from trust.listing import MEDIA, download
from trust.requests import SignedIn
from trust.tables import csv_lines, xlsx_bytes

TITLE = "History"
LONGEST_NUMBER = 15


@require_safe
def history(request: SignedIn) -> HttpResponseBase:
    """What happened, the newest first; `?before=` and `?after=` are numbers of events."""
    access.require(request.user, Permission.SEE_HISTORY)
    form = HistoryFilter(request.user, request.GET)
    found = form.narrow(queries.readable(request.user))
    if request.GET.get("as") in MEDIA:
        return _file(request, found)
    page = queries.page_of(
        request.user, found, before=_number(request, "before"), after=_number(request, "after")
    )
    context = {
        "form": form,
        "page": page,
        "is_narrowed": form.is_narrowed,
        "anchors": queries.anchors(request.user),
        "checked": checking.latest(),
        "waiting": checking.waiting(),
        "sees_all": access.allows(request.user, Permission.SEE_HISTORY, EVERYWHERE),
        "held_back": HELD_BACK,
    }
    return render(request, "schools/records/history.html", context, status=200 if form.is_valid() else 422)


@require_POST
def verify(request: SignedIn) -> HttpResponse:
    """Walk the chain from its beginning: at once where it is short, and otherwise within the next minutes."""
    access.require_sight(request.user, Permission.SEE_HISTORY)
    access.require(request.user, Permission.SEE_HISTORY, EVERYWHERE)
    asked = checking.ask(request.user)
    if asked.finished_at is None:
        messages.info(request, "The history is being checked. Look at this page again in a minute.")
    elif asked.broken_at is None:
        messages.success(request, f"Checked from the beginning: all {asked.events:,} events hold.")
    else:
        messages.error(request, f"The history does not hold at event {asked.broken_at:,}.")
    return redirect("schools:history")


def _file(request: SignedIn, found: queries.Events) -> HttpResponseBase:
    rows = exports.rows(request.user, found)
    if request.GET["as"] == "csv":
        headers = {"Content-Disposition": 'attachment; filename="history.csv"'}
        lines = csv_lines(exports.HEADER, rows)
        return StreamingHttpResponse(lines, content_type=MEDIA["csv"], headers=headers)
    if found.count() > exports.MOST_IN_A_WORKBOOK:
        raise Refused(
            f"A workbook holds up to {exports.MOST_IN_A_WORKBOOK:,} events, and these are more. Take them "
            "away as CSV, or narrow them by their days first."
        )
    return download(xlsx_bytes(TITLE, exports.HEADER, rows), "history.xlsx", MEDIA["xlsx"])


def _number(request: SignedIn, name: str) -> int | None:
    """A number from the address; whatever is none is as if it were not there."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
