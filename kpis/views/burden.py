"""What returns cost, and what became of forecasts: for those who keep the book, and for every head."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.exports.work import burden_rows, forecast_rows
from kpis.queries.burden import burden_of
from kpis.queries.calibration import records_for
from schools import access
from schools.access import Permission
from trust import clock
from trust.listing import taken
from trust.queries import current_term
from trust.requests import SignedIn


@require_safe
def burden(request: SignedIn) -> HttpResponse:
    """How much is asked of heads each term, and what might be asked no more."""
    access.require(request.user, Permission.KEEP_KPIS)
    term = current_term(clock.today())
    told = burden_of(term) if term else None
    if told and (file := taken(request, "What returns cost", terms=lambda: burden_rows(told))):
        return file
    return render(request, "kpis/burden.html", {"burden": told, "term": term})


@require_safe
def forecasts(request: SignedIn) -> HttpResponse:
    """What was forecast, what came of it, and what may be learnt: of the schools that the person sees."""
    access.require(request.user, Permission.SEE_SCHOOL)
    term = current_term(clock.today())
    records = records_for(request.user, term) if term else []
    by_kpi = sorted(records, key=lambda record: record.definition.kpi_id)
    groups = [
        (definition, list(mine)) for definition, mine in groupby(by_kpi, key=lambda one: one.definition)
    ]
    if file := taken(request, "Forecasts", forecasts=lambda: forecast_rows(groups)):
        return file
    hot = sum(record.calibration.runs_hot for record in records)
    return render(request, "kpis/forecasts.html", {"groups": groups, "hot": hot, "term": term})
