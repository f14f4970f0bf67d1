"""Pages of a return: the list of returns, the task list, checking and signing, the receipt."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kpis import actions
from kpis.exports.work import return_rows
from kpis.forms import SignForm
from kpis.models import Return
from kpis.queries.effort import median_minutes, minutes_left
from kpis.queries.people import returns_shown_to, waiting_for
from kpis.queries.restated import changed_since_accepted
from kpis.queries.returns import (
    AreaSection,
    read_sections,
    return_or_404,
    returns_for,
    sections_of,
    subject_of,
)
from kpis.views.standing import Standing
from kpis.views.week import board_page
from schools import access
from schools.access import Permission, Subject
from trust import clock
from trust.listing import taken
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef

MINUTES_A_FIGURE = 1
MINUTES_A_COMMENT = 2
LISTED = 40


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The returns that the person fills in, term by term; for who moderates, how each of a term stands."""
    access.require(request.user, Permission.SEE_RETURN)
    if access.allows(request.user, Permission.MODERATE_RETURN):
        return board_page(request)
    today = clock.today()
    standings = [Standing(one, today) for one in returns_for(request.user)[:LISTED]]
    if file := taken(request, "Returns", returns=lambda: return_rows(standings)):
        return file
    fills = [one for one in standings if one.returned.is_open and _may_fill(request, one.returned)]
    waiting = min(fills, key=lambda one: one.returned.term.ref) if fills else None
    context = {"waiting": waiting, "standings": standings, "shown": _shown_to(request)}
    return render(request, "kpis/returns.html", context)


@require_POST
def open_term(request: SignedIn) -> HttpResponse:
    """Open the returns of the term that was chosen."""
    try:
        term = term_for(TermRef.from_slug(request.POST.get("term", "")))
    except ValueError:
        term = None
    access.require(request.user, Permission.MODERATE_RETURN)
    if term is None:
        raise Http404
    opened = actions.open_returns(term, by=request.user)
    words = f"{len(opened)} returns are open for {term.name}. Heads have been told by e-mail."
    messages.success(request, words)
    return redirect("kpis:returns")


@require_safe
def task_list(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """A return by area: how far it has come, when it is due, what stands at its top."""
    returned = return_or_404(request.user, term, school)
    context = _context(request, returned)
    if not returned.is_open:
        read = read_sections(returned, request.user)
        told = {"sections": read, "changed": _changed(request, returned)}
        return render(request, "kpis/return_read.html", context | told)
    sections = sections_of(returned, request.user)
    return render(request, "kpis/return.html", context | _progress(sections) | {"sections": sections})


@require_safe
def check(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """Everything that was typed, what is still missing, and the place to sign."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.FILL_RETURN, subject_of(returned))
    if not returned.is_open:
        return redirect("kpis:return", returned.term, returned.slug)
    form = SignForm(initial={"signed_as": _signature(request, returned), "key": uuid.uuid4().hex})
    return _check_page(request, returned, form)


@require_POST
def submit(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """Sign and submit; what is missing comes back as a list with links."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.SUBMIT_RETURN, subject_of(returned))
    form = SignForm(request.POST)
    if returned.is_open and not form.is_valid():
        return _check_page(request, returned, form)
    signed_as, key = form.data.get("signed_as", ""), form.data.get("key", "")
    try:
        actions.submit_return(returned, by=request.user, signed_as=signed_as, key=key)
    except ValidationError as missing:
        return _check_page(request, returned, form, missing.messages)
    return redirect("kpis:receipt", returned.term, returned.slug)


@require_safe
def receipt(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """That the return was submitted: its reference, who signed it and when, and what happens next."""
    returned = return_or_404(request.user, term, school)
    access.require_sight(request.user, Permission.SEE_DRAFTS, subject_of(returned))
    if returned.submitted_at is None:
        return redirect("kpis:return", returned.term, returned.slug)
    context = _context(request, returned) | {"reference": returned.reference}
    return render(request, "kpis/return_receipt.html", context)


def _shown_to(request: SignedIn) -> list[Standing]:
    """For a chair of governors: the returns that wait for a comment, or may still have another."""
    if not access.allows(request.user, Permission.COMMENT_RETURN):
        return []
    today = clock.today()
    return [Standing(one, today) for one in returns_shown_to(request.user)]


def _changed(request: SignedIn, returned: Return) -> int:
    """How many values were corrected since acceptance, for those who see corrections before their issue."""
    if not access.sight(request.user).drafts_of(returned.school_id):
        return 0
    return changed_since_accepted([returned.pk]).get(returned.pk, 0)


def _may_fill(request: SignedIn, returned: Return) -> bool:
    return access.allows(request.user, Permission.FILL_RETURN, Subject("return", school=returned.school_id))


def _context(request: SignedIn, returned: Return) -> dict[str, Any]:
    subject = subject_of(returned)
    return {
        "returned": returned,
        "school": returned.school,
        "term": returned.term,
        "standing": Standing(returned, clock.today()),
        "may_fill": returned.is_open and access.allows(request.user, Permission.FILL_RETURN, subject),
        "may_submit": returned.is_open and access.allows(request.user, Permission.SUBMIT_RETURN, subject),
        "may_moderate": access.allows(request.user, Permission.MODERATE_RETURN, subject),
    }


def _progress(sections: list[AreaSection]) -> dict[str, Any]:
    """How many sections are complete, and about how many minutes the others take."""
    answers = [answer for section in sections for answer in section.answers]
    figures = sum(answer.is_blank or bool(answer.errors) for answer in answers)
    comments = sum(section.comments_needed for section in sections)
    left = figures * MINUTES_A_FIGURE + comments * MINUTES_A_COMMENT
    whole, measured = max((one.asked_in_all for one in sections), default=0), median_minutes()
    return {
        "complete": sum(section.is_complete for section in sections),
        "minutes": minutes_left(left, whole * MINUTES_A_FIGURE, measured),
        "is_measured": measured is not None,
    }


def _signature(request: SignedIn, returned: Return) -> str:
    """The name and post that stand ready to be signed with."""
    if access.is_acting_head(request.user, returned.school_id):
        return f"{request.user.name}, acting headteacher"
    return f"{request.user.name}, {access.role_line(request.user)}"


def _check_page(
    request: SignedIn, returned: Return, form: SignForm, missing: list[str] | None = None
) -> HttpResponse:
    sections = sections_of(returned, request.user)
    gaps = [
        (section, answer, words)
        for section in sections
        for answer in section.answers
        for words in answer.problems.values()
    ]
    context = _context(request, returned) | _progress(sections)
    context |= {"sections": sections, "gaps": gaps, "form": form, "missing": missing or []}
    context["waiting"] = waiting_for(sections)
    return render(request, "kpis/return_check.html", context)
