"""The matrix as files to take away: CSV, Word, Excel and PDF, narrowed as the page is."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from milestones import exports, queries
from milestones.exports import Front
from milestones.filters import MatrixFilter
from milestones.queries import Matrix
from milestones.views import SignedIn
from milestones.views.matrix import asked_term
from milestones.views.tables import ALL_TERMS
from trust import clock
from trust.listing import MEDIA, download
from trust.queries import current_trust

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


class _Asked(NamedTuple):
    """The matrix that an address asks for, and what stands above it."""

    matrix: Matrix
    front: Front
    owner: str
    name: str


@require_safe
def matrix_file(request: SignedIn) -> HttpResponse:
    """CSV, with how far each text reaches in a column of its own."""
    asked = _asked(request)
    return download(exports.matrix_csv(asked.matrix), f"{asked.name}.csv", MEDIA["csv"])


@require_safe
def matrix_docx(request: SignedIn) -> HttpResponse:
    """A Word document, to be edited and brought in again."""
    asked = _asked(request)
    return download(exports.matrix_docx(asked.matrix, asked.front), f"{asked.name}.docx", DOCX)


@require_safe
def matrix_xlsx(request: SignedIn) -> HttpResponse:
    """A workbook, to be edited and brought in again."""
    asked = _asked(request)
    return download(exports.matrix_xlsx(asked.matrix, asked.front), f"{asked.name}.xlsx", MEDIA["xlsx"])


@require_safe
def matrix_pdf(request: SignedIn) -> HttpResponse:
    """The plan on paper: past terms a letter each, or every term in full with `?view=all`."""
    asked = _asked(request)
    content = exports.matrix_pdf(
        asked.matrix,
        heading=asked.matrix.title,
        foot=" · ".join(filter(None, (asked.owner, asked.matrix.title))),
        front=asked.front,
        is_folded=request.GET.get("view") != ALL_TERMS,
    )
    return download(content, f"{asked.name}.pdf", PDF)


def _asked(request: SignedIn) -> _Asked:
    queries.require_plan(request.user)
    plan = queries.current_plan()
    if plan is None:
        raise Http404
    now, trust = asked_term(request, plan, queries.terms_of(plan)), current_trust()
    whole = queries.matrix(plan, user=request.user, now=now)
    narrowing = MatrixFilter(request.GET, plan=plan, matrix=whole)
    matrix = narrowing.narrowed()
    front = exports.front_of(
        plan, now.ref, today=clock.today(), accent=trust.accent if trust else exports.ACCENT
    )
    if narrowing.is_narrow:
        left = f"{len(matrix.lines)} of {len(whole.lines)} priority areas: the rest is left out."
        front = Front((*front.lines, left), front.accent)
    return _Asked(matrix, front, trust.short_name if trust else "", f"milestones-{now.slug}")
