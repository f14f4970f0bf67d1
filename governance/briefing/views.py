"""The sheet itself, for who compiles the Trust Update and for nobody else; it is kept nowhere."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.briefing.queries import briefing_of, is_final
from schools.access import Permission, require_sight
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef


@require_safe
def briefing(request: SignedIn, term: TermRef) -> HttpResponse:
    """Likely questions of the term's board, with the evidence and what was answered before."""
    require_sight(request.user, Permission.COMPILE_UPDATE)
    when = term_for(term)
    if when is None:
        raise Http404
    found = briefing_of(when)
    context = {"term": when, "briefing": found, "is_final": found is not None and is_final(found.build)}
    return render(request, "governance/briefing/briefing.html", context)
