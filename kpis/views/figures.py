"""A figure's page: where it came from, link by link."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.drawings import trend_of
from kpis.forms.evidence import ValidateForm
from kpis.models import Figure, ReturnState
from kpis.queries.evidence import documents_for, validations_of
from kpis.queries.figures import Provenance, figure_for, provenance
from kpis.queries.provenance_words import assurance_of, chain_of
from kpis.queries.returns import subject_of
from kpis.queries.warnings import kept_about, record_words, warning_behind
from kpis.rag import Mark
from schools import access
from schools.access import Permission
from trust.requests import SignedIn


@require_safe
def figure(request: SignedIn, pk: int) -> HttpResponse:
    """One version of a figure and the chain behind it; 404 outside the person's sight."""
    return figure_page(request, figure_for(request.user, pk), ValidateForm())


def figure_page(request: SignedIn, found: Figure, form: ValidateForm, status: int = 200) -> HttpResponse:
    """The page of a figure that was fetched through access, with the form of who validates figures."""
    told = provenance(found, request.user)
    subject, state = subject_of(found.returned), found.returned.state
    stands, is_in = told.latest.pk == found.pk, not found.returned.is_open
    is_shown = told.figure.absent != Mark.SMALL_GROUP
    validations = validations_of(found.pk)
    validates = access.allows(
        request.user, Permission.VALIDATE_FIGURE, subject_of(found.returned, found.kpi.area)
    )
    context: dict[str, Any] = {
        "figure": told.figure,
        "school": found.school,
        "term": found.term,
        "told": told,
        "chain": chain_of(told, validations),
        "assurance": assurance_of(found.returned, validations),
        "documents": documents_for(request.user, found) if is_shown else [],
        "chart": trend_of(told.standard, told.points) if told.standard else "",
        "form": form,
    }
    context |= _warning(request, told)
    moderates = access.allows(request.user, Permission.MODERATE_RETURN, subject)
    corrects = access.allows(request.user, Permission.CORRECT_FIGURE, subject)
    done = any(one.by_id == request.user.pk for one in validations)
    context |= {
        "may_correct": stands and corrects and state in (ReturnState.ACCEPTED, ReturnState.ISSUED),
        "may_judge": stands and moderates and state in (ReturnState.SUBMITTED, ReturnState.ACCEPTED),
        "may_validate": stands and validates and is_in and is_shown and not done,
    }
    return render(request, "kpis/figure.html", context, status=status)


def _warning(request: SignedIn, told: Provenance) -> dict[str, Any]:
    """What the board was warned of with this figure, or would be, and the record of its forecasts."""
    figure = told.figure
    if figure.absent:
        return {}
    now, kept = warning_behind(told), kept_about(request.user, figure)
    words = kept.reason if kept else now.words if now else ""
    if not words:
        return {}
    records = record_words(request.user, figure.term, Q(school=figure.school_id), [figure.kpi_id])
    return {"warned": words, "kept": kept, "record": records.get(figure.kpi_id, "")}
