"""Pages of the headteacher's report: its words, its draft, and giving it to the governors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.editions import queries, reporting
from governance.editions.worded import LONGEST_WORDS
from governance.forms import fresh_key
from governance.models import Edition
from kpis.models import Return
from kpis.queries.visible import ACCEPTED
from schools import access
from schools.models import School
from trust.lifecycle import Refused
from trust.models import Term
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedIn, term: TermRef, slug: str) -> HttpResponse:
    """The head's words and the draft with them; sending the form keeps the words and builds a draft."""
    when, school = _place_or_404(request, term, slug)
    if request.method != "POST":
        return _page(request, when, school)
    words, key = request.POST.get("words", ""), f"report {request.POST.get('key', '')[:60]}"
    try:
        reporting.build_report(when, school, by=request.user, words=words, key=key)
    except Refused as refusal:
        return _page(request, when, school, words=words, error=str(refusal), status=422)
    return redirect("governance:head_report", term, slug)


@require_POST
def give(request: SignedIn, term: TermRef, slug: str) -> HttpResponse:
    """Give the newest draft to the school's governors."""
    when, school = _place_or_404(request, term, slug)
    standing = queries.standing_of(when, Edition.HEAD, school)
    if standing.draft is None or not standing.is_open:
        messages.error(request, "Build a draft and look at it before you give it.")
        return redirect("governance:head_report", term, slug)
    try:
        reporting.give_report(standing.draft, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:head_report", term, slug)


def _page(
    request: SignedIn,
    term: Term,
    school: School,
    *,
    words: str | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    standing = queries.standing_of(term, Edition.HEAD, school)
    kept = standing.update.overview if standing.update else ""
    context: dict[str, Any] = {
        "term": term,
        "school": school,
        "it": standing,
        "words": kept if words is None else words,
        "error": error,
        "longest": LONGEST_WORDS,
        "is_accepted": Return.objects.filter(term=term, school=school, state__in=ACCEPTED).exists(),
        "key": fresh_key(),
    }
    return render(request, "governance/editions/report.html", context, status=status)


def _place_or_404(request: SignedIn, ref: TermRef, slug: str) -> tuple[Term, School]:
    school = access.school_or_404(request.user, slug, reporting.REPORT)
    term = term_for(ref)
    if term is None or not Return.objects.filter(term=term, school=school).exists():
        raise Http404
    return term, school
