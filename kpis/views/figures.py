"""A figure's page: where it came from, link by link."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.drawings import trend_of
from kpis.models import ReturnState
from kpis.queries.figures import figure_for, provenance
from kpis.queries.provenance_words import chain_of
from kpis.queries.returns import subject_of
from schools import access
from schools.access import Permission
from trust.requests import SignedIn


@require_safe
def figure(request: SignedIn, pk: int) -> HttpResponse:
    """One version of a figure and the chain behind it; 404 outside the person's sight."""
    found = figure_for(request.user, pk)
    told = provenance(found, request.user)
    subject, state = subject_of(found.returned), found.returned.state
    stands = told.latest.pk == found.pk
    moderates = access.allows(request.user, Permission.MODERATE_RETURN, subject)
    corrects = access.allows(request.user, Permission.CORRECT_FIGURE, subject)
    context = {
        "figure": told.figure,
        "school": found.school,
        "term": found.term,
        "told": told,
        "chain": chain_of(told),
        "chart": trend_of(told.standard, told.points) if told.standard else "",
        "may_correct": stands and corrects and state in (ReturnState.ACCEPTED, ReturnState.ISSUED),
        "may_judge": stands and moderates and state in (ReturnState.SUBMITTED, ReturnState.ACCEPTED),
    }
    return render(request, "kpis/figure.html", context)
