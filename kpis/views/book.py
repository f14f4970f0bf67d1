"""The KPI book: the list of KPIs, one KPI across the schools, and the same as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis.exports.book import band_rows, book_rows
from kpis.queries.cautions import cautions_of
from kpis.queries.kpi_page import (
    bands_of,
    book,
    comparators_of,
    definitions_of,
    kpi_or_404,
    kpi_sheet,
)
from kpis.queries.library import coming, retired, versions_of
from schools import access
from schools.access import Permission
from schools.terms import choose_term
from trust.listing import taken
from trust.requests import SignedIn


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Every KPI in force in the term, by area, in words."""
    access.require(request.user, Permission.SEE_SCHOOL)
    choice = choose_term(request)
    keeps = access.allows(request.user, Permission.KEEP_KPIS)
    areas = book(choice.term)
    if file := taken(request, f"KPIs {choice.term.slug}", kpis=lambda: book_rows(areas)):
        return file
    context = {
        "term": choice.term,
        "terms": choice.newest_first,
        "areas": areas,
        "keeps": keeps,
        "coming": coming(choice.terms[-1]) if keeps else [],
        "retired": retired(),
        "counted": sum(len(lines) for _, lines in areas),
    }
    return render(request, "kpis/index.html", context)


@require_safe
def kpi(request: SignedIn, code: str) -> HttpResponse:
    """One KPI at every school in the person's sight, by name: a list, never a ranking."""
    access.require(request.user, Permission.SEE_SCHOOL)
    choice = choose_term(request, reads_figures=True)
    found = kpi_or_404(code)
    sheet = kpi_sheet(found, choice.term, request.user, choice.terms)
    definitions = definitions_of(found)
    bands = bands_of(found, definitions[0])
    if file := taken(request, f"{code} agreed", bands=lambda: band_rows(bands)):
        return file
    cautions = list(cautions_of(sheet.rows, (line.fact for line in sheet.lines), request.user))
    context = {
        "kpi": found,
        "term": choice.term,
        "terms": choice.newest_first,
        "note": choice.note,
        "sheet": sheet,
        "cautions": cautions,
        "versions": versions_of(found, definitions),
        "keeps": access.allows(request.user, Permission.KEEP_KPIS),
        "bands": bands,
        "comparators": comparators_of(found),
        "may_release": access.allows(request.user, Permission.RELEASE_FIGURES),
    }
    return render(request, "kpis/kpi.html", context)
