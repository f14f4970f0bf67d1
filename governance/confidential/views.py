"""The page on which Part 2 is put together: its words, its draft, and giving it to the board."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.confidential import actions
from governance.editions import queries
from governance.editions.worded import LONGEST_WORDS
from governance.forms import fresh_key
from governance.models import Edition
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.models import Term
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef


@require_http_methods(["GET", "HEAD", "POST"])
def part_two(request: SignedIn, term: TermRef) -> HttpResponse:
    """The words and the draft with them; sending the form keeps the words and builds a draft."""
    when = _term_or_404(request, term)
    if request.method != "POST":
        return _page(request, when)
    words, key = request.POST.get("words", ""), f"part 2 {request.POST.get('key', '')[:60]}"
    try:
        actions.build_part_two(when, by=request.user, words=words, key=key)
    except Refused as refusal:
        return _page(request, when, words=words, error=str(refusal), status=422)
    return redirect("governance:part_two", term)


@require_POST
def give(request: SignedIn, term: TermRef) -> HttpResponse:
    """Give the newest draft to the board."""
    standing = queries.standing_of(_term_or_404(request, term), Edition.PART_2)
    if standing.draft is None or not standing.is_open:
        messages.error(request, "Build a draft and look at it before you give it.")
        return redirect("governance:part_two", term)
    try:
        actions.give_part_two(standing.draft, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:part_two", term)


def _page(
    request: SignedIn, term: Term, *, words: str | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    standing = queries.standing_of(term, Edition.PART_2)
    kept = standing.update.overview if standing.update else ""
    context: dict[str, Any] = {
        "term": term,
        "it": standing,
        "words": kept if words is None else words,
        "error": error,
        "longest": LONGEST_WORDS,
        "key": fresh_key(),
    }
    return render(request, "governance/confidential/part_two.html", context, status=status)


def _term_or_404(request: SignedIn, ref: TermRef) -> Term:
    access.require_sight(request.user, Permission.COMPILE_PART_TWO)
    term = term_for(ref)
    if term is None:
        raise Http404
    return term
