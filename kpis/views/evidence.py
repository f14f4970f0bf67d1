"""Documents given as evidence for an answer: listed, added, taken away, handed out; and an auditor's word."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpis.actions.evidence import MOST_DOCUMENTS, add_document, remove_document, validate_figure
from kpis.answers import Asked
from kpis.evidence import NotTaken, kind_of, named_kind
from kpis.evidence_text import text_of
from kpis.forms.evidence import DocumentForm, ValidateForm
from kpis.models import Return
from kpis.pupil_data import warning
from kpis.queries.evidence import document_or_404, documents_of
from kpis.queries.figures import figure_for
from kpis.queries.returns import asked_with_entries, return_or_404, subject_of, why_shut
from kpis.views.figures import figure_page
from schools import access
from schools.access import Permission
from trust import clock
from trust.blobs import read
from trust.lifecycle import Refused
from trust.requests import SignedIn
from trust.terms import TermRef


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: SignedIn, term: TermRef, school: str, area: str, code: str) -> HttpResponse:
    """The documents behind one answer, and the place to add another."""
    returned = return_or_404(request.user, term, school)
    asked = _asked(request, returned, area, code)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    worry = ""
    if request.method == "POST" and form.is_valid():
        worry, added = _add(request, returned, asked, form)
        if added:
            return redirect("kpis:evidence", returned.term, returned.slug, area, code)
    shut = why_shut(returned, clock.today())
    context = {
        "returned": returned,
        "school": returned.school,
        "term": returned.term,
        "asked": asked,
        "documents": documents_of(returned, asked.kpi),
        "form": form,
        "worry": worry,
        "shut": shut,
        "may_add": not shut,
        "most": MOST_DOCUMENTS,
    }
    return render(request, "kpis/evidence.html", context, status=422 if form.errors or worry else 200)


@require_POST
def remove(request: SignedIn, term: TermRef, school: str, area: str, code: str, pk: int) -> HttpResponse:
    """Take one of the documents away again."""
    returned = return_or_404(request.user, term, school)
    asked = _asked(request, returned, area, code)
    document = documents_of(returned, asked.kpi).select_related("kpi__area").filter(pk=pk).first()
    if document is None:
        raise Http404
    document.returned = returned
    remove_document(document, by=request.user)
    messages.success(request, f"{document.name} is taken away.")
    return redirect("kpis:evidence", returned.term, returned.slug, area, code)


@require_safe
def document(request: SignedIn, pk: int) -> HttpResponse:
    """The file itself, always to be saved and never shown in the browser."""
    found = document_or_404(request.user, pk)
    kind = named_kind(found.name)
    response = HttpResponse(
        read(found.blob), content_type=kind.media_type if kind else "application/octet-stream"
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def validate(request: SignedIn, pk: int) -> HttpResponse:
    """An auditor's word that a figure was checked; back to its page."""
    figure = figure_for(request.user, pk)
    access.require(request.user, Permission.VALIDATE_FIGURE, subject_of(figure.returned, figure.kpi.area))
    form = ValidateForm(request.POST)
    if not form.is_valid():
        return figure_page(request, figure, form, status=422)
    validate_figure(figure, by=request.user, words=form.cleaned_data["words"])
    messages.success(request, "This figure is externally validated, with your words.")
    return redirect("kpis:figure", figure.pk)


def _asked(request: SignedIn, returned: Return, area: str, code: str) -> Asked:
    """The KPI as the return asks it; 404 outside the person's sections, 403 for who only reads."""
    found = (one for one in asked_with_entries(returned) if one.code == code and one.kpi.area.slug == area)
    asked = next(found, None)
    if asked is None:
        raise Http404
    subject = subject_of(returned, asked.kpi.area)
    access.require_sight(request.user, Permission.SEE_RETURN, subject)
    access.require(request.user, Permission.FILL_RETURN, subject)
    return asked


def _add(request: SignedIn, returned: Return, asked: Asked, form: DocumentForm) -> tuple[str, bool]:
    """Keep the file, or say why not: in the form, or as a worry that a tick answers."""
    file: UploadedFile = form.cleaned_data["file"]
    content, name = file.read(), file.name or "file"
    try:
        worry = warning(f"{name}\n{text_of(content, kind_of(content))}")
        if worry and not form.cleaned_data["sure"]:
            return worry, False
        added = add_document(returned, asked.kpi, by=request.user, name=name, content=content)
    except (NotTaken, Refused) as refused:
        form.add_error("file", str(refused))
        return "", False
    messages.success(request, f"{added.name} is kept as evidence.")
    return "", True
