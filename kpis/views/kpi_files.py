"""One KPI across the schools as a file: as its page shows it, or as a copy that may leave the trust."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kpis.exports.figures import kpi_csv, kpi_xlsx
from kpis.queries.kpi_page import KpiSheet, kpi_or_404, kpi_sheet, release_sheet
from schools import access
from schools.access import Permission
from schools.terms import choose_term
from trust.listing import MEDIA, download
from trust.requests import SignedIn

FOR_RELEASE = "release"


@require_safe
def csv(request: SignedIn, code: str) -> HttpResponse:
    """The KPI's page as CSV, with the same access; `?for=release` with small groups taken out."""
    sheet, name = _asked_for(request, code)
    return download(kpi_csv(sheet), f"{name}.csv", MEDIA["csv"])


@require_safe
def xlsx(request: SignedIn, code: str) -> HttpResponse:
    """The same as a workbook."""
    sheet, name = _asked_for(request, code)
    return download(kpi_xlsx(sheet), f"{name}.xlsx", MEDIA["xlsx"])


def _asked_for(request: SignedIn, code: str) -> tuple[KpiSheet, str]:
    access.require(request.user, Permission.SEE_SCHOOL)
    is_for_release = request.GET.get("for") == FOR_RELEASE
    if is_for_release:
        access.require(request.user, Permission.RELEASE_FIGURES)
    choice, kpi = choose_term(request, reads_figures=True), kpi_or_404(code)
    name = f"{code}-{choice.term.slug}"
    if is_for_release:
        return release_sheet(kpi, choice.term, choice.terms), f"{name}-for-release"
    return kpi_sheet(kpi, choice.term, request.user, choice.terms), name
