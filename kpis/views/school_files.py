"""A school's figures as a file, as the school's page shows them to that reader."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kpis.exports.school import school_figures, school_terms
from kpis.queries.returns import TRUST
from kpis.queries.school_page import school_sheet
from schools import access
from schools.access import Permission, Subject
from schools.terms import choose_term
from trust.listing import taken
from trust.requests import SignedIn


@require_safe
def figures(request: SignedIn, slug: str) -> HttpResponse:
    """`?of=figures&as=csv`: the term's figures, `?of=terms`: those of its trends; else the page itself."""
    if slug == TRUST:
        access.require_sight(request.user, Permission.SEE_SCHOOL, Subject("trust"))
        school = None
    else:
        school = access.school_or_404(request.user, slug)
    choice = choose_term(request, reads_figures=True)
    sheet = school_sheet(request.user, school, choice.term, choice.terms)
    title = f"{slug} {choice.term.slug}"
    lists = {"figures": lambda: school_figures(sheet), "terms": lambda: school_terms(sheet)}
    return taken(request, title, **lists) or redirect("schools:school", slug)
