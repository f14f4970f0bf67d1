"""Past returns: the table to fill in, every past figure as one, and the way in with a look first."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kpis.actions.past import PastChangedMeanwhile, apply_past, receive_past
from kpis.exports import past_csv, past_workbook
from kpis.forms.uploads import UploadForm
from kpis.imports.past import COLUMNS
from kpis.models import Figure
from kpis.queries.past import PastPreview, past_figures, past_upload_or_404, past_uploads, preview_of_past
from kpis.queries.uploads import LISTED
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.listing import MEDIA, download
from trust.requests import SignedIn
from trust.tables import MOST_ROWS, Unreadable
from trust.terms import year_name

YEAR: Final = 4  # digits


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: SignedIn) -> HttpResponse:
    """Where a table of past returns is sent in, and where past figures are taken away."""
    access.require(request.user, Permission.IMPORT_RETURNS)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = receive_past(by=request.user, name=file.name or "file", content=file.read())
            return redirect("kpis:past_upload", upload.pk)
        except Unreadable as refused:
            form.add_error("file", str(refused))
    years = past_figures().order_by("-term__year").values_list("term__year", flat=True).distinct()
    context = {
        "form": form,
        "columns": COLUMNS,
        "years": [(year, year_name(year)) for year in years],
        "count": past_figures().count(),
        "most": MOST_ROWS - 1,
        "uploads": past_uploads()[:LISTED],
    }
    return render(request, "kpis/past.html", context, status=422 if form.errors else 200)


@require_safe
def workbook(request: SignedIn) -> HttpResponse:
    """Every past figure, or a year's (`?year=2024`), as a workbook; `?blank` is the template."""
    access.require(request.user, Permission.IMPORT_RETURNS)
    figures, name = _wanted(request)
    return download(past_workbook(figures), f"{name}.xlsx", MEDIA["xlsx"])


@require_safe
def table(request: SignedIn) -> HttpResponse:
    """The same as CSV."""
    access.require(request.user, Permission.IMPORT_RETURNS)
    figures, name = _wanted(request)
    return download(past_csv(figures), f"{name}.csv", MEDIA["csv"])


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedIn, pk: int) -> HttpResponse:
    """What a table would add, errors first; a confirmation takes all of it over."""
    access.require(request.user, Permission.IMPORT_RETURNS)
    found = past_upload_or_404(pk)
    if request.method != "POST":
        return _preview_page(request, preview_of_past(found))
    try:
        applied = apply_past(found, by=request.user, seen=request.POST.get("seen", ""))
    except PastChangedMeanwhile as changed:
        return _preview_page(request, changed.preview, words=str(changed), status=409)
    except Refused as refused:
        return _preview_page(request, preview_of_past(found), words=str(refused), status=409)
    figures = "1 figure" if applied.changed == 1 else f"{applied.changed} figures"
    verb = "is" if applied.changed == 1 else "are"
    messages.success(request, f"{figures} from {applied.name} {verb} in the portal.")
    return redirect("kpis:past_returns")


def _wanted(request: SignedIn) -> tuple[list[Figure], str]:
    if "blank" in request.GET:
        return [], "past-returns-template"
    year = request.GET.get("year", "")
    if not year:
        return list(past_figures()), "past-returns"
    if not (year.isascii() and year.isdecimal() and len(year) == YEAR):
        raise Http404
    return list(past_figures(int(year))), f"past-returns-{year}"


def _preview_page(
    request: SignedIn, preview: PastPreview, *, words: str = "", status: int = 200
) -> HttpResponse:
    context = {"preview": preview, "upload": preview.upload, "words": words}
    return render(request, "kpis/past_preview.html", context, status=status)
