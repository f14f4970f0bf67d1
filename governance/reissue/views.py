"""The page of what a later version changes: written by who compiles, read by everyone who reads both."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from governance.exports import difference_rows
from governance.models import TrustUpdate, UpdateState
from governance.queries import updates as queries
from governance.reissue import actions
from governance.reissue.differences import in_words
from governance.reissue.queries import draft_against_issued, newest_against_the_one_before
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.listing import taken
from trust.models import Term
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: SignedIn, term: TermRef) -> HttpResponse:
    """A draft of a later version against what stands; for readers, the two versions issued last."""
    when = term_for(term)
    if when is None:
        raise Http404
    update = _draft(request, when)
    if request.method == "POST":
        return _kept(request, when, update)
    return _page(request, when, update)


def _draft(request: SignedIn, term: Term) -> TrustUpdate | None:
    """The draft of a later version, for who compiles."""
    if not queries.may_compile(request.user):
        return None
    update = queries.latest_update(term)
    return update if update and update.version > 1 and update.state == UpdateState.DRAFT else None


def _kept(request: SignedIn, term: Term, update: TrustUpdate | None) -> HttpResponse:
    access.require(request.user, Permission.COMPILE_UPDATE)
    if update is None:
        raise Http404
    said = {name: request.POST.get(name, "") for name in ("changed", "reason")}
    try:
        actions.say_what_changed(update, by=request.user, **said)
    except Refused as refusal:
        return _page(request, term, update, **said, error=str(refusal))
    messages.success(request, "Kept. It is printed on the cover from the next draft on.")
    return redirect("governance:update", term.ref)


def _page(
    request: SignedIn,
    term: Term,
    update: TrustUpdate | None,
    *,
    changed: str | None = None,
    reason: str | None = None,
    error: str = "",
) -> HttpResponse:
    if update is None and not queries.issued_updates(request.user).filter(term=term).exists():
        raise Http404
    compared = draft_against_issued(update) if update else newest_against_the_one_before(term)
    if update is None and compared is None:
        raise Http404
    found = compared.found if compared else []
    if file := taken(request, f"Changes {term.slug}", changes=lambda: difference_rows(found)):
        return file
    proposed = in_words(found)[: actions.LONGEST_CHANGED]
    context = {
        "term": term,
        "update": update,
        "compared": compared,
        "found": found,
        "changed": changed if changed is not None else (update.changed if update else "") or proposed,
        "reason": reason if reason is not None else (update.change_reason if update else ""),
        "is_proposed": bool(proposed and update and not update.changed and changed is None),
        "error": error,
        "longest": {"changed": actions.LONGEST_CHANGED, "reason": actions.LONGEST_REASON},
    }
    return render(request, "governance/reissue/changes.html", context, status=422 if error else 200)
