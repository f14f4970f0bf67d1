"""Pages of the Trust Update: the list, the desk on which it is made, its progress, preview and PDF."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import actions
from governance.editions.plans import order_of
from governance.editions.queries import shelves_of
from governance.exports import issued_rows, readiness_rows
from governance.models import Build, Edition, Purpose, TrustUpdate, UpdateState
from governance.narrative.queries import words_of
from governance.packs import compile as packs
from governance.packs import frozen, sections
from governance.queries import updates as queries
from governance.queries.preflight import moved_since
from governance.queries.readiness import Readiness, readiness_of
from schools import access
from schools.access import Permission
from trust.blobs import read
from trust.lifecycle import Refused
from trust.listing import taken
from trust.models import JobState, Term
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Every Update that has been issued to this reader, and for who compiles also those in the making."""
    access.require(request.user, Permission.READ_UPDATE)
    may_compile = queries.may_compile(request.user)
    issued = queries.issued_updates(request.user)
    if file := taken(request, "Trust Updates", issued=lambda: issued_rows(issued)):
        return file
    context = {
        "issued": issued,
        "drafts": queries.drafts() if may_compile else [],
        "shelves": shelves_of(request.user),
        "to_start": queries.terms_to_start() if may_compile else [],
    }
    return render(request, "governance/updates.html", context)


@require_safe
def update(request: SignedIn, term: TermRef) -> HttpResponse:
    """The desk for who compiles; for every other reader the Update as issued."""
    when = _term_or_404(term)
    if queries.may_compile(request.user):
        desk = _desk(request, when)
        standings = desk["readiness"].standings
        file = taken(request, f"Returns {when.slug}", returns=lambda: readiness_rows(standings))
        return file or render(request, "governance/update.html", desk)
    issued = list(queries.issued_updates(request.user).filter(term=when))
    withdrawn = list(queries.withdrawals_of(request.user, when))
    if not issued and not withdrawn:
        raise Http404
    if not issued:
        told = {"term": when, "withdrawn": withdrawn}
        return render(request, "governance/withdrawal/withdrawn.html", told)
    newest = issued[0]
    opened = queries.opened(newest)
    context = {
        "term": when,
        "withdrawn": withdrawn,
        "versions": issued,
        "newest": newest,
        "summary": opened.summary,
        "sections": [(sections.slug_of(title), title, anchor) for anchor, title in opened.parts],
        "may_ask": access.allows(request.user, Permission.ASK_QUESTION),
        "may_withdraw": access.allows(request.user, Permission.WITHDRAW_UPDATE),
    }
    return render(request, "governance/update_issued.html", context)


@require_safe
def progress(request: SignedIn, term: TermRef) -> HttpResponse:
    """The draft card alone, asked for each second while a build runs; without JavaScript the whole page."""
    access.require_sight(request.user, Permission.COMPILE_UPDATE)
    when = _term_or_404(term)
    if not request.headers.get("HX-Request"):
        return redirect("governance:update", term)
    context = _draft_card(when)
    response = render(request, "governance/_draft.html", context)
    if not context["running"]:
        # What else stands on the page has changed too: versions, and what can be issued.
        response["HX-Refresh"] = "true"
    return response


@require_POST
def build(request: SignedIn, term: TermRef) -> HttpResponse:
    """Ask for a draft; a second click with the same key asks for the same one."""
    when, key = _term_or_404(term), request.POST.get("key", "")[:60]
    return _told(request, when, lambda: actions.request_build(when, by=request.user, key=f"page {key}"))


@require_POST
def stop(request: SignedIn, pk: int) -> HttpResponse:
    """Call a running build off."""
    found = queries.build_or_404(request.user, pk)
    return _told(request, found.update_of.term, lambda: actions.cancel_build(found, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: SignedIn, term: TermRef) -> HttpResponse:
    """What issuing will do and what is still blank, asked once more; then done."""
    when = _term_or_404(term)
    update = _made_or_404(request, when)
    access.require(request.user, Permission.ISSUE_UPDATE)
    draft = queries.ready_draft(update, request.GET.get("build") or request.POST.get("build"))
    if draft is None:
        messages.error(request, "Build a draft and look at it before you issue.")
        return redirect("governance:update", term)
    if request.method != "POST":
        return _issue_page(request, update, draft)
    reason = request.POST.get("reason", "")
    try:
        return _told(
            request, when, lambda: actions.issue_update(update, draft, by=request.user, reason=reason)
        )
    except actions.NeedsReason as refusal:
        return _issue_page(request, update, draft, reason=reason, error=str(refusal))


def _issue_page(
    request: SignedIn, update: TrustUpdate, draft: Build, *, reason: str = "", error: str = ""
) -> HttpResponse:
    context = {
        "term": update.term,
        "update": update,
        "draft": draft,
        "readiness": readiness_of(update.term, update, draft),
        "moved": list(moved_since(update, draft)),
        "readers": len(queries.readers_of(update)),
        "reason": reason,
        "error": error,
        "longest": actions.LONGEST_REASON,
    }
    return render(request, "governance/update_issue.html", context, status=422 if error else 200)


@require_safe
def preview(request: SignedIn, term: TermRef) -> HttpResponse:
    """The PDF's own HTML on screen: of the newest draft, or of what has been issued."""
    when = _term_or_404(term)
    found = queries.build_to_preview(request.user, when)
    if found is None or found.contents is None:
        raise Http404
    draft = "" if found.purpose == Purpose.FINAL else f"Draft {found.number}"
    contents = frozen.read_contents(found.contents)
    context = {"term": when, "body": packs.preview(contents, draft=draft), "title": packs.title_of(contents)}
    return render(request, "governance/update_preview.html", context)


@require_safe
def build_pdf(request: SignedIn, pk: int) -> HttpResponseBase:
    """The bytes of a build, for whoever may read it: private, and sent again only when they differ."""
    found = queries.build_or_404(request.user, pk)
    if found.pdf is None:
        raise Http404
    etag = f'"{found.pdf_id}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(read(found.pdf), content_type=frozen.PDF)
        way = "attachment" if "download" in request.GET else "inline"
        response["Content-Disposition"] = f'{way}; filename="{file_name(found)}"'
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    return response


def file_name(build: Build) -> str:
    """The name under which its PDF is saved."""
    mark = "" if build.purpose == Purpose.FINAL else f"-draft-{build.number}"
    update = build.update_of
    version = f"-version-{update.version}" if update.version > 1 else ""
    return f"trust-update-{update.term.slug}{version}{mark}.pdf"


def _desk(request: SignedIn, term: Term) -> dict[str, Any]:
    card = _draft_card(term)
    update, draft = card["update"], card["ready"]
    standing = readiness_of(term, update, draft)
    return card | {
        "readiness": standing,
        "parts": _parts(standing, update, queries.sides_of(draft or (update.final if update else None))),
        "terms": queries.terms_with_returns(),
        "can_issue": draft and access.allows(request.user, Permission.ISSUE_UPDATE),
        "words": words_of(update) if update else None,
        "earlier": queries.earlier_versions(term),
        "withdrawn": queries.withdrawals_of(request.user, term),
        "can_withdraw": access.allows(request.user, Permission.WITHDRAW_UPDATE),
        "readers": len(queries.readers_of(update or TrustUpdate(term=term))),
    }


def _draft_card(term: Term) -> dict[str, Any]:
    """The newest build with its progress; `ready` is the newest draft that can be read and issued."""
    update = queries.latest_update(term)
    builds = list(queries.builds_of(update)) if update else []
    newest = builds[0] if builds else None
    return {
        "term": term,
        "update": update,
        "builds": [each for each in builds if each.state == JobState.READY],
        "newest": newest,
        "running": newest is not None and not newest.is_over,
        "ready": next(
            (each for each in builds if each.purpose == Purpose.DRAFT and each.state == JobState.READY), None
        ),
        "steps": queries.steps_of(newest) if newest else [],
        "is_open": update is None or update.state == UpdateState.DRAFT,
        "is_issued": update is not None and update.state == UpdateState.ISSUED,
        "key": uuid.uuid4().hex,
    }


def _parts(standing: Readiness, update: TrustUpdate | None, sides: dict[str, int]) -> list[dict[str, Any]]:
    """What goes in, in its order, each with what is to be known of it now and its pages in the last draft."""
    schools = len(standing.standings)
    accepted = sum(each.is_accepted for each in standing.standings)
    is_written = bool(update and update.overview)
    returned = f"{accepted} of {schools} returns accepted"
    rows = (
        ("Cover and contents", "", True),
        (sections.SUMMARY, "The five things, and what is asked", True),
        (sections.COMMENTARY, "Your overview and notes" if is_written else "No overview yet", is_written),
        (sections.HEAT_MAP, returned, accepted == schools),
        (sections.SCHOOLS, returned, accepted == schools),
        (sections.MATRIX, "Filled in from the ratings", True),
        (sections.CHANGED, "Since the last Trust Update", True),
        (sections.GOVERNING, "Places, training and skills, in counts", True),
        (sections.COMPLIANCE, "What is open, due or overdue", True),
        (sections.THREAD, "What is open, and settled since", True),
        (sections.FORECASTS, "What heads expect, against targets", True),
        (sections.STANDING, "Categories that are settled, and inspections", True),
        (sections.HIGHLIGHTS, "What you choose of what was noted", True),
        (sections.EVALUATED, "Verdicts, and what is not reached", True),
        (sections.NEXT_PLAN, "What the next edition carries on", True),
        (sections.YEAR, "The year’s Updates and figures", True),
        (sections.ASSESSED, "Closed rounds, in counts", True),
        (sections.SOURCES, "Filled in automatically", True),
    )
    chosen = (rows[0][0], *(sections.SECTIONS[slug] for slug in order_of(Edition.BOARD)))
    place = {name: number for number, name in enumerate(chosen)}
    pages = {sections.SCHOOLS: schools, sections.SUMMARY: 1, rows[0][0]: 1} | sides
    return [
        {"name": name, "words": words, "is_fine": is_fine, "pages": pages.get(name, "")}
        for name, words, is_fine in sorted(
            (row for row in rows if row[0] in place), key=lambda row: place[row[0]]
        )
    ]


def _told(request: SignedIn, term: Term, action: Any) -> HttpResponse:
    """Do it and go back to the desk; a refusal is told there."""
    try:
        action()
    except actions.NeedsReason:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:update", term.ref)


def _term_or_404(ref: TermRef) -> Term:
    term = term_for(ref)
    if term is None:
        raise Http404
    return term


def _made_or_404(request: SignedIn, term: Term) -> TrustUpdate:
    access.require_sight(request.user, Permission.COMPILE_UPDATE)
    update = queries.latest_update(term)
    if update is None:
        raise Http404
    return update
