"""Correcting a figure that has been accepted or issued: a new version, with its reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kpis import actions
from kpis.answers import Asked, read_answer, typed_of
from kpis.forms import ReasonForm
from kpis.models import Figure
from kpis.queries.grounds import asked_of, grounds_of
from kpis.queries.returns import subject_of
from kpis.queries.visible import figures_seen
from kpis.views.rows import EntryRow
from kpis.views.sent import SURE, typed_in
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedIn, pk: int) -> HttpResponse:
    """The figure in its own form, with what it says now; saving makes the next version."""
    figures = figures_seen(request.user).select_related("returned__school", "returned__term", "kpi__area")
    figure = get_object_or_404(figures, pk=pk)
    access.require(request.user, Permission.CORRECT_FIGURE, subject_of(figure.returned))
    asked = _asked(figure)
    if request.method != "POST":
        return _page(request, figure, asked, typed_of(figure), ReasonForm())
    sent = typed_in(request.POST, [asked])
    typed = {name: text for name, text in sent[0].fields.items() if name != SURE} if sent else {}
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, figure, asked, typed, form)
    try:
        version = actions.correct_figure(figure, by=request.user, **form.cleaned_data, **typed)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, figure, asked, typed, form, status=409)
    except ValidationError:
        return _page(request, figure, asked, typed, form)
    messages.success(request, f"{asked.title} has been corrected; version {version.version} stands now.")
    return redirect("kpis:moderate", figure.returned.term, figure.returned.slug)


def _asked(figure: Figure) -> Asked:
    returned = figure.returned
    grounds = grounds_of(returned.term, [returned.school_id])
    found = (one for one in asked_of(returned, grounds) if one.kpi.pk == figure.kpi_id)
    asked = next(found, None)
    if asked is None:
        raise Http404
    return asked


def _page(
    request: SignedIn,
    figure: Figure,
    asked: Asked,
    typed: dict[str, str],
    form: ReasonForm,
    status: int = 200,
) -> HttpResponse:
    returned = figure.returned
    answer = read_answer(asked, typed, clock.today())
    context: dict[str, Any] = {
        "figure": figure,
        "returned": returned,
        "term": returned.term,
        "row": EntryRow(answer, shows_gaps=answer.is_blank, term=returned.term.ref),
        "form": form,
    }
    return render(request, "kpis/figure_correct.html", context, status=status)
