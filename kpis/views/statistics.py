"""Files of published statistics: sent in, looked at, and taken as national figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kpis.actions.statistics import keep_statistics, take_statistics, use_again
from kpis.forms.comparators import FiguresForm, StatisticsFileForm
from kpis.library.national import ATTRIBUTION
from kpis.models import Upload, UploadKind
from kpis.queries.statistics import Preview, preview_of, published_of, statistics_uploads
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.requests import SignedIn
from trust.tables import Unreadable


@require_http_methods(["GET", "HEAD", "POST"])
def send_in(request: SignedIn) -> HttpResponse:
    """A file is kept as it came and read; nothing is noted before it has been looked at."""
    access.require(request.user, Permission.KEEP_KPIS)
    form = StatisticsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, metadata = form.cleaned_data["file"], form.cleaned_data["metadata"]
        try:
            upload = keep_statistics(
                by=request.user,
                name=file.name or "",
                content=file.read(),
                metadata=metadata.read() if metadata else b"",
            )
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("kpis:statistics", upload.pk)
    context = {"form": form, "uploads": statistics_uploads(), "attribution": ATTRIBUTION}
    return render(request, "kpis/statistics_send.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def statistics(request: SignedIn, pk: int) -> HttpResponse:
    """What the file would bring, by what is chosen; confirming notes all of it or none."""
    access.require(request.user, Permission.KEEP_KPIS)
    uploads = Upload.objects.select_related("blob", "by").filter(kind=UploadKind.COMPARATORS)
    upload = get_object_or_404(uploads, pk=pk)
    try:
        published = published_of(upload)
    except Unreadable as refusal:
        messages.error(request, f"{upload.name} can no longer be read: {refusal} Send it in again.")
        return redirect("kpis:send_statistics")
    chosen = request.POST if request.method == "POST" else request.GET
    form = FiguresForm(published, chosen if "kpi" in chosen else None, today=clock.today())
    preview = _preview(form)
    status = 200
    if request.method == "POST" and preview is not None:
        try:
            taken = _take(upload, request, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, f"{_figures(taken.changed)} noted from {taken.name}.")
            return redirect("kpis:nationals")
    context: dict[str, Any] = {
        "upload": upload,
        "published": published,
        "form": form,
        "preview": preview,
        "attribution": ATTRIBUTION,
    }
    return render(request, "kpis/statistics.html", context, status=status)


@require_POST
def again(request: SignedIn, pk: int) -> HttpResponse:
    """The same file once more, for another of its columns."""
    access.require(request.user, Permission.KEEP_KPIS)
    uploads = Upload.objects.select_related("blob").filter(kind=UploadKind.COMPARATORS)
    upload = use_again(get_object_or_404(uploads, pk=pk), by=request.user)
    return redirect("kpis:statistics", upload.pk)


def _preview(form: FiguresForm) -> Preview | None:
    """What the file would bring, once enough is chosen; what cannot be read becomes an error of the form."""
    if not form.is_valid():
        return None
    try:
        return preview_of(form.published, form.wanted, form.cleaned_data["kpi"], form.cleaned_data["vintage"])
    except Unreadable as refusal:
        form.add_error(None, str(refusal))
        return None


def _take(upload: Upload, request: SignedIn, form: FiguresForm) -> Upload:
    told = {name: form.cleaned_data[name] for name in ("kpi", "release", "vintage", "status")}
    return take_statistics(upload, by=request.user, wanted=form.wanted, **told)


def _figures(count: int) -> str:
    return "One figure is" if count == 1 else f"{count} figures are"
