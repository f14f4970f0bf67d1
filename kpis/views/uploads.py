"""The spreadsheet road: a return as a file to fill in, and the way back with a look at every change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kpis.actions.uploads import ChangedMeanwhile, apply_upload, receive_upload
from kpis.exports import return_csv, return_workbook
from kpis.forms.uploads import UploadForm
from kpis.models import Return
from kpis.queries.returns import return_or_404, subject_of, why_shut
from kpis.queries.uploads import (
    LISTED,
    Preview,
    fillable_sections,
    preview_of,
    upload_or_404,
    uploads_of,
)
from kpis.views.standing import Standing
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.listing import MEDIA, download
from trust.requests import SignedIn
from trust.tables import Unreadable
from trust.terms import TermRef


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """The return as a file to take away, and the place to send one in."""
    returned = _fillable(request, term, school)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = receive_upload(returned, by=request.user, name=file.name or "file", content=file.read())
            return redirect("kpis:upload", returned.term, returned.slug, upload.pk)
        except (Unreadable, Refused) as refused:
            form.add_error("file", str(refused))
    context = _context(returned) | {
        "form": form,
        "shut": why_shut(returned, clock.today()),
        "sections": fillable_sections(returned, request.user),
        "uploads": uploads_of(returned, request.user)[:LISTED],
    }
    return render(request, "kpis/upload.html", context, status=422 if form.errors else 200)


@require_safe
def workbook(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """The return's own workbook, with what has been typed already; `?blank` leaves that out."""
    returned = _fillable(request, term, school)
    sections, is_blank = fillable_sections(returned, request.user), "blank" in request.GET
    content = return_workbook(returned, sections, is_blank=is_blank)
    return download(content, f"{_name(returned, is_blank)}.xlsx", MEDIA["xlsx"])


@require_safe
def table(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """The same as one CSV table."""
    returned = _fillable(request, term, school)
    sections, is_blank = fillable_sections(returned, request.user), "blank" in request.GET
    content = return_csv(returned, sections, is_blank=is_blank)
    return download(content, f"{_name(returned, is_blank)}.csv", MEDIA["csv"])


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedIn, term: TermRef, school: str, pk: int) -> HttpResponse:
    """What a file would change, errors first; a confirmation puts all of it into the return."""
    returned = _fillable(request, term, school)
    found = upload_or_404(returned, request.user, pk)
    if request.method != "POST":
        return _preview_page(request, returned, preview_of(found, returned, request.user))
    try:
        applied = apply_upload(found, by=request.user, seen=request.POST.get("seen", ""))
    except ChangedMeanwhile as changed:
        return _preview_page(request, returned, changed.preview, words=str(changed), status=409)
    except Refused as refused:
        now = preview_of(found, returned, request.user)
        return _preview_page(request, returned, now, words=str(refused), status=409)
    messages.success(request, f"{_answers(applied.changed)} from {applied.name} put into the return.")
    return redirect("kpis:return", returned.term, returned.slug)


def _preview_page(
    request: SignedIn, returned: Return, preview: Preview, *, words: str = "", status: int = 200
) -> HttpResponse:
    context = _context(returned) | {
        "preview": preview,
        "upload": preview.upload,
        "words": words,
        "shut": why_shut(returned, clock.today()),
        "answers": _answers(preview.count),
    }
    return render(request, "kpis/upload_preview.html", context, status=status)


def _fillable(request: SignedIn, term: TermRef, school: str) -> Return:
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.FILL_RETURN, subject_of(returned))
    return returned


def _context(returned: Return) -> dict[str, Any]:
    standing = Standing(returned, clock.today())
    return {"returned": returned, "school": returned.school, "term": returned.term, "standing": standing}


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"


def _name(returned: Return, is_blank: bool) -> str:
    return f"return-{returned.slug}-{returned.term.slug}{'-blank' if is_blank else ''}"
