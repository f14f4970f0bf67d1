"""Bringing in people and their seats from a table, with a look before anything is taken over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from governance.bodies.bringing import Review, carried_rows, look_at
from governance.bodies.bringing import bring_in as take_over
from governance.bodies.imports import COLUMNS, MOST_SEATS, read_seats
from governance.bodies.places import plural
from governance.bodies.views import CONFLICT, UNFIT, require_keeper, shell
from kpis.forms.uploads import UploadForm
from trust.lifecycle import Refused
from trust.listing import MEDIA
from trust.requests import SignedIn
from trust.tables import Unreadable, csv_bytes, read_table


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: SignedIn) -> HttpResponse:
    """Send a table in, look at what it would do, and take it over."""
    require_keeper(request.user)
    if request.method == "POST" and "rows" in request.POST:
        return _take_over(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading = read_seats(read_table(file.name or "file", file.read()))
        except Unreadable as refused:
            form.add_error("file", str(refused))
        else:
            return _look(request, look_at(reading, by=request.user))
    return _page(request, form)


@require_safe
def headings(request: SignedIn) -> HttpResponse:
    """The headings as a CSV file to fill in."""
    require_keeper(request.user)
    response = HttpResponse(csv_bytes(COLUMNS, []), content_type=MEDIA["csv"])
    response["Content-Disposition"] = 'attachment; filename="people-and-seats.csv"'
    return response


def _take_over(request: SignedIn) -> HttpResponse:
    try:
        review = take_over(carried_rows(request.POST["rows"]), by=request.user)
    except Refused as refused:
        form = UploadForm()
        messages.error(request, str(refused))
        return _page(request, form, status=CONFLICT)
    if review.faults:
        return _look(request, review, status=CONFLICT)
    messages.success(request, f"{plural(review.new, 'seat')} taken over. Each person is told by e-mail.")
    return redirect("governance:seats")


def _look(request: SignedIn, review: Review, status: int = 200) -> HttpResponse:
    return render(
        request, "governance/bodies/import_look.html", shell(request.user) | {"review": review}, status=status
    )


def _page(request: SignedIn, form: UploadForm, status: int = 200) -> HttpResponse:
    context = shell(request.user) | {"form": form, "columns": COLUMNS, "most": MOST_SEATS}
    return render(request, "governance/bodies/import.html", context, status=UNFIT if form.errors else status)
