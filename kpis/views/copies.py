"""A return on paper: the page to print, and the PDF to keep."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from kpis.models import Return
from kpis.queries.returns import return_or_404
from kpis.views.copied import Copy, copy_of
from trust import clock
from trust.queries import current_trust
from trust.requests import SignedIn
from trust.terms import TermRef

SHEETS: Final = ("css/pack.css", "css/copy.css")
PDF: Final = "application/pdf"


@require_safe
def print_page(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """The return as a page for the printer; `?blank=1` for a form to fill in by hand."""
    returned, copy = _copy(request, term, school)
    context = _context(copy) | {"term": returned.term}
    return render(request, "kpis/return_print.html", context)


@require_safe
def copy_file(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """The same as a PDF: of the return as it stands, or as it was submitted."""
    _, copy = _copy(request, term, school)
    response = HttpResponse(pdf_of(copy), content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="{copy.file_name}"'
    return response


def pdf_of(copy: Copy) -> bytes:
    """The copy as a tagged PDF; the same copy gives the same bytes."""
    # The layout engine takes most of a second to wake, and only who takes a PDF away needs it.
    from trust.document.single import render_pdf

    html = render_to_string("kpis/return_pdf.html", _context(copy))
    return render_pdf(html, title=copy.title, stylesheet=_stylesheet())


def _copy(request: SignedIn, term: TermRef, school: str) -> tuple[Return, Copy]:
    returned = return_or_404(request.user, term, school)
    is_blank = request.GET.get("blank") == "1"
    return returned, copy_of(returned, request.user, clock.today(), is_blank=is_blank)


def _context(copy: Copy) -> dict[str, Any]:
    return {"copy": copy, "returned": copy.returned, "trust": current_trust()}


@cache
def _stylesheet() -> str:
    found = [finders.find(sheet) for sheet in SHEETS]
    return "\n".join(Path(str(path)).read_text(encoding="utf-8") for path in found)
