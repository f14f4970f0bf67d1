"""Pages of editions: what each holds, the desk on which they are made and issued, and what one may read."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.editions import actions, choosing, queries
from governance.editions.filters import EditionFilter
from governance.editions.tables import EditionTable, edition_row
from governance.models import Edition, EditionPlan
from governance.packs.frozen import PDF
from governance.packs.sections import SECTIONS
from governance.register.views import A_FEW_MINUTES
from schools import access
from schools.access import Permission
from trust.blobs import read
from trust.lifecycle import Refused
from trust.listing import listed
from trust.models import Term
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef

READERS: Final = {
    Edition.BOARD: "Trustees, and whoever the board’s papers go to",
    Edition.SCORECARD: "Trustees, for the audit committee",
    Edition.ANNUAL: "Trustees, once a year: the plan evaluated and rolled forward",
    Edition.LOCAL: "The governors and the head of that school, and of no other",
    Edition.MEMBERS: "The members of the trust",
    Edition.PUBLIC: "Everyone, beside the page about the trust",
}


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Every edition that was issued to this reader, to sort, narrow and take away."""
    reads = (Permission.READ_EDITION, Permission.READ_UPDATE)
    if not any(access.allows(request.user, each) for each in reads):
        access.require(request.user, Permission.READ_EDITION)
    seen = queries.issued_editions(request.user)
    chosen = EditionFilter(request.GET, queryset=seen, request=request)
    table = EditionTable([edition_row(each) for each in chosen.qs])
    if file := listed(request, table, title="Editions"):
        return file
    context = {
        "table": table,
        "filter": chosen,
        "is_empty": not table.rows and not any(request.GET.values()),
        "reads_board": access.allows(request.user, Permission.READ_UPDATE),
    }
    return render(request, "governance/editions/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sections(request: SignedIn, edition: str) -> HttpResponse:
    """Which sections the edition holds, ticked and moved; without JavaScript each move is a save."""
    access.require_sight(request.user, Permission.COMPILE_UPDATE)
    chosen = _edition_or_404(edition)
    if request.method != "POST":
        return _sections_page(request, chosen)
    order, version = _asked(request, chosen), request.POST.get("version", "")
    try:
        if not version.isdecimal() or len(version) > 9:
            raise Refused("The page was sent without what it showed; look at it again.")
        actions.choose_sections(chosen, order, by=request.user, version=int(version))
    except actions.ChangedMeanwhile as refusal:
        return _sections_page(request, chosen, error=str(refusal), yours=order, status=409)
    except Refused as refusal:
        return _sections_page(request, chosen, error=str(refusal), status=422)
    messages.success(
        request, f"Kept. The next {'freeze' if chosen == Edition.BOARD else 'draft'} follows it."
    )
    return redirect("governance:edition_sections", edition)


def _asked(request: SignedIn, edition: Edition) -> list[str]:
    """The order that the form asks for: what is ticked, with one of it moved, or the usual."""
    if "usual" in request.POST:
        return choosing.usual(edition)
    ticked = request.POST.getlist("sections")
    way, _, slug = request.POST.get("move", "").partition(":")
    return choosing.moved(ticked, slug, -1 if way == "up" else 1) if way in ("up", "down") else ticked


def _sections_page(
    request: SignedIn, edition: Edition, *, error: str = "", yours: list[str] | None = None, status: int = 200
) -> HttpResponse:
    plan = EditionPlan.objects.filter(edition=edition).select_related("changed_by").first()
    held = choosing.in_order(edition, plan.sections) if plan else choosing.usual(edition)
    others = [slug for slug in choosing.may_hold(edition) if slug not in held]
    must = choosing.must_hold(edition)
    last = queries.last_build(edition)
    context = {
        "edition": edition,
        "readers": READERS[edition],
        "rows": [_row(edition, slug, held, must) for slug in (*held, *others)],
        "left_out": choosing.left_out(edition),
        "plan": plan,
        "version": plan.version if plan else 1,
        "is_usual": held == choosing.usual(edition),
        "editions": choosing.MADE,
        "last": last,
        "error": error,
        "yours": [SECTIONS[slug] for slug in yours or [] if slug in SECTIONS],
    }
    return render(request, "governance/editions/sections.html", context, status=status)


def _row(edition: Edition, slug: str, held: list[str], must: list[str]) -> dict[str, Any]:
    at = held.index(slug) if slug in held else -1
    is_summary = slug == choosing.slug_of(choosing.SUMMARY)
    first = 1 if held and held[0] == choosing.slug_of(choosing.SUMMARY) else 0
    return {
        "slug": slug,
        "name": "Summary" if is_summary and edition != Edition.BOARD else SECTIONS[slug],
        "words": choosing.in_words(edition, slug),
        "is_held": at >= 0,
        "is_fixed": slug in must,
        "is_summary": is_summary,
        "can_rise": at > first and not is_summary,
        "can_fall": 0 <= at < len(held) - 1 and not is_summary,
    }


@require_safe
def desk(request: SignedIn, term: TermRef) -> HttpResponse:
    """How every edition of the term stands, with what can be done next."""
    access.require_sight(request.user, Permission.COMPILE_UPDATE)
    when = _term_or_404(term)
    local = queries.local_standings(when)
    others = queries.standings(when)
    source = queries.source_of(when)
    context = {
        "term": when,
        "source": source,
        "is_given": source is not None and source.purpose == "final",
        "others": [{"it": each, "readers": READERS[each.edition]} for each in others],
        "local": local,
        "readers": READERS[Edition.LOCAL],
        "counts": _counts(local),
        "running": any(each.is_running for each in (*local, *others)),
        "key": uuid.uuid4().hex,
    }
    return render(request, "governance/editions/desk.html", context)


def _counts(local: list[queries.Standing]) -> dict[str, int]:
    return {
        "all": len(local),
        "running": sum(each.is_running for each in local),
        "over": sum(not each.is_running for each in local),
        "ready": sum(each.draft is not None and each.is_open for each in local),
        "issued": sum(each.is_given for each in local),
        "can_be_issued": sum(each.can_be_issued for each in local),
        "wanting": sum(not each.is_given for each in local),
    }


@require_POST
def build(request: SignedIn, term: TermRef, edition: str) -> HttpResponse:
    """Ask for a draft; for local governors one of every school. A second click with the same key is one."""
    when, chosen, by = _term_or_404(term), _other_or_404(edition), request.user
    key = f"edition {request.POST.get('key', '')[:32]}"
    if chosen == Edition.LOCAL:
        return _told(request, when, lambda: actions.build_local_editions(when, by=by, key=key))
    return _told(request, when, lambda: actions.build_edition(when, chosen, by=by, key=f"{key} {chosen}"))


@require_POST
def issue(request: SignedIn, term: TermRef, edition: str) -> HttpResponse:
    """Issue the edition's ready draft; for local governors that of every school."""
    when, chosen, by = _term_or_404(term), _other_or_404(edition), request.user
    access.require(by, Permission.ISSUE_UPDATE)
    if chosen == Edition.LOCAL:
        return _told(request, when, lambda: actions.issue_local_editions(when, by=by))
    draft = next((each.draft for each in queries.standings(when) if each.edition == chosen), None)
    if draft is None:
        messages.error(request, "Build a draft and look at it before you issue.")
        return redirect("governance:term_editions", term)
    return _told(request, when, lambda: actions.issue_edition(draft, by=by))


@login_not_required
@cache_control(public=True, max_age=A_FEW_MINUTES)
@require_safe
def public_pdf(request: HttpRequest) -> HttpResponse:
    """The newest public edition, for everyone; 404 until one is issued."""
    update = queries.newest_public()
    if update is None or update.final is None or update.final.pdf is None:
        raise Http404
    response = HttpResponse(read(update.final.pdf), content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="trust-update-{update.term.slug}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _told(request: SignedIn, term: Term, action: Callable[[], object]) -> HttpResponse:
    """Do it and go back to the desk; a refusal is told there."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:term_editions", term.ref)


def _edition_or_404(slug: str) -> Edition:
    if slug not in choosing.MADE:
        raise Http404
    return Edition(slug)


def _other_or_404(slug: str) -> Edition:
    if slug == Edition.BOARD:
        raise Http404
    return _edition_or_404(slug)


def _term_or_404(ref: TermRef) -> Term:
    term = term_for(ref)
    if term is None:
        raise Http404
    return term
