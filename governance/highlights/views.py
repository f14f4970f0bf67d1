"""Pages of highlights: the list with what to note, and what is chosen."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.highlights import actions
from governance.highlights.forms import HighlightForm
from governance.highlights.queries import highlights_for
from governance.highlights.tables import HighlightTable, highlight_row
from schools import access
from schools.access import Permission
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.listing import listed
from trust.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def highlights(request: SignedIn) -> HttpResponse:
    """What went well, the newest first, with a form to note more."""
    access.require(request.user, Permission.SEE_SCHOOL)
    blank = {"key": uuid.uuid4().hex, "on": clock.today()}
    if request.method != "POST":
        return _page(request, HighlightForm(request.user, initial=blank))
    form = HighlightForm(request.user, request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.note_highlight(by=request.user, **form.cleaned_data)
            messages.success(request, "It is noted. Whoever compiles the Trust Update chooses what goes in.")
            return redirect("governance:highlights")
    return _page(request, form, status=422)


@require_POST
def choose(request: SignedIn, pk: int) -> HttpResponse:
    """Put one into the Trust Update (`goes_in=1`), or leave it out."""
    return _told(
        request, lambda: actions.choose(pk, by=request.user, goes_in=bool(request.POST.get("goes_in")))
    )


@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Take one back that is not chosen."""
    return _told(request, lambda: actions.take_back(pk, by=request.user))


def _told(request: SignedIn, action: Any) -> HttpResponse:
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:highlights")


def _page(request: SignedIn, form: HighlightForm, status: int = 200) -> HttpResponse:
    seen, csrf = highlights_for(request.user), get_token(request)
    chooses = access.allows(request.user, Permission.COMPILE_UPDATE)
    rows = [highlight_row(each, request.user, chooses=chooses, csrf=csrf) for each in seen]
    table = HighlightTable(rows)
    if file := listed(request, table, title="Highlights"):
        return file
    context = {
        "form": form,
        "table": table,
        "chosen": sum(row["goes_in"] for row in rows),
        "chooses": chooses,
    }
    return render(request, "governance/highlights/highlights.html", context, status=status)
