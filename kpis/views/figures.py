"""A figure's page: where it came from, link by link."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.drawings import bullet_of, cone_of, trend_of
from kpis.forms.evidence import ValidateForm
from kpis.models import Figure, ReturnState
from kpis.queries.chain import assurance_of, chain_of, missing_words
from kpis.queries.evidence import documents_for, validations_of
from kpis.queries.figures import Provenance, figure_for, provenance
from kpis.queries.returns import subject_of
from kpis.queries.warnings import kept_about, settled_records, warning_behind
from kpis.rag import Mark
from kpis.views.figure_tables import taken, version_table
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
    documents = documents_for(request.user, found) if is_shown else []
    warning = _warning(request, told)
    chain = chain_of(told, validations, warned=_warned_words(warning), documents=len(documents))
    versions = version_table(told)
    if file := taken(request, told, versions, chain):
        return file
    context: dict[str, Any] = {
        "figure": told.figure,
        "school": found.school,
        "term": found.term,
        "told": told,
        "chain": chain,
        "missing": missing_words(chain),
        "table": versions,
        "assurance": assurance_of(found.returned, validations),
        "documents": documents,
        "chart": trend_of(told.standard, told.points) if told.standard else "",
        "bullet": bullet_of(told.standard, told.points, told.previous) if told.standard else "",
        "form": form,
    }
    context |= warning | _expected(request, told)
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
    return {"warned": words, "kept": kept}


def _expected(request: SignedIn, told: Provenance) -> dict[str, Any]:
    """What the head forecast with this figure, drawn with the record of earlier forecasts."""
    figure = told.figure
    ends = [end for end in (figure.forecast_low, figure.forecast_high) if end is not None]
    if figure.absent == Mark.SMALL_GROUP or not ends or told.standard is None:
        return {}
    records = settled_records(request.user, figure.term, Q(school=figure.school_id), [figure.kpi_id])
    record = records.get(figure.kpi_id)
    around = record.around(ends[0], ends[-1]) if record else None
    cone = cone_of(told.standard, told.points, (ends[0], ends[-1]), around)
    return {"cone": cone, "record": record.words if record else "", "around": around}


def _warned_words(warning: dict[str, Any]) -> str:
    """What the chain says of it; the reason stands in the warning's own card."""
    if not warning:
        return ""
    if warning["kept"]:
        return "The board was given a warning with it."
    return "The next Trust Update would give a warning with it."
