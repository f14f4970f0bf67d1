"""Pages of return week: the readiness board, its file, the log of reminders, nudging and giving more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpis import actions
from kpis.exports.week import week_csv
from kpis.exports.work import reminder_rows
from kpis.forms.week import MoreTimeForm
from kpis.models import Return, ReturnState
from kpis.queries.returns import return_or_404, subject_of
from kpis.queries.week import Row, Week, reminders_of, terms_with_gaps, week_of
from kpis.views.standing import Standing
from schools import access
from schools.access import Permission
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.listing import taken
from trust.models import Term
from trust.queries import term_for
from trust.requests import SignedIn, back_to
from trust.terms import TermRef

# What the board can be narrowed to, by its name in the address.
SHOWN: Final = {
    "waiting": "Not in",
    "late": "Late or closed",
    "sent-back": "Sent back",
    "submitted": "To moderate",
    "in": "In",
}
PAGE: Final = 50


@dataclass(frozen=True)
class Shown:
    """A row of the board with how it stands in the words of its pages."""

    row: Row
    standing: Standing


@require_safe
def board(request: SignedIn, term: TermRef) -> HttpResponse:
    """The readiness board of one term."""
    access.require(request.user, Permission.MODERATE_RETURN)
    return board_page(request, term)


def board_page(request: SignedIn, wanted: TermRef | None = None) -> HttpResponse:
    """The board of that term or of `?term=`, else of the one we are in; for whoever moderates."""
    today = clock.today()
    terms = list(terms_with_gaps())
    term = _term_shown(request, terms, wanted, today)
    week = week_of(term) if term else None
    rows = [Shown(row, Standing(row.returned, today)) for row in _narrowed(request, week)]
    context = {
        "term": term,
        "terms": [each for each in terms if each.starts <= today],
        "week": week,
        "rows": rows,
        "shown": request.GET.get("show", ""),
        "counts": _counts(week) if week else [],
        "openable": term if term and week and _can_open(term, week, today) else None,
    }
    return render(request, "kpis/week.html", context)


@require_safe
def board_file(request: SignedIn, term: TermRef) -> HttpResponse:
    """The board as CSV: a return a row, a section a column."""
    access.require(request.user, Permission.MODERATE_RETURN)
    found = _term_or_404(term)
    response = HttpResponse(week_csv(week_of(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="returns-{found.slug}.csv"'
    return response


@require_safe
def reminders(request: SignedIn, term: TermRef) -> HttpResponse:
    """The log of reminders and nudges of a term, the newest first."""
    access.require(request.user, Permission.MODERATE_RETURN)
    found = _term_or_404(term)
    written = reminders_of(found)
    if file := taken(request, f"Reminders {found.slug}", reminders=lambda: reminder_rows(written)):
        return file
    page = Paginator(written, PAGE).get_page(request.GET.get("page"))
    return render(request, "kpis/week_reminders.html", {"term": found, "page": page})


@require_POST
def nudge(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """Write to those who can act on one return."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.MODERATE_RETURN, subject_of(returned))
    try:
        people = actions.nudge(returned, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        names = " and ".join(person.name for person in people)
        messages.success(request, f"{names} will get an e-mail about {returned.owner_name}.")
    return redirect(back_to(request, request.POST.get("next", "")) or reverse("kpis:week", args=[term]))


@require_POST
def nudge_all(request: SignedIn, term: TermRef) -> HttpResponse:
    """Write to those who can act on each return of the term that is not in."""
    access.require(request.user, Permission.MODERATE_RETURN)
    nudged = actions.nudge_all(_term_or_404(term), by=request.user)
    if nudged:
        names = ", ".join(returned.owner_name for returned in nudged)
        messages.success(request, f"An e-mail goes out for {names}.")
    else:
        messages.warning(request, "Nobody was written to: whoever is missing has been nudged today already.")
    return redirect("kpis:week", term)


@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """Give a return more time, with the reason; what was asked for stands in the form."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.MODERATE_RETURN, subject_of(returned))
    asked = returned.time_requests.filter(answered_at=None).select_related("asked_by").first()
    known = {"until": returned.extended_until, "reason": returned.extension_reason}
    wanted = {"until": asked.until, "reason": asked.reason} if asked else known
    form = MoreTimeForm(request.POST or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        given = _tried(form, lambda: actions.give_more_time(returned, by=request.user, **form.cleaned_data))
        if given is not None:
            day = Standing(given, clock.today()).due_day
            messages.success(request, f"{given.owner_name} has until {day}, and has been told.")
            return redirect("kpis:week", term)
    return render(request, "kpis/week_more_time.html", _about(returned) | {"form": form, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_more_time(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """Ask the executive director for more time, for whoever signs the return."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.SUBMIT_RETURN, subject_of(returned))
    if not returned.is_open:
        return redirect("kpis:return", term, returned.slug)
    asked = returned.time_requests.filter(answered_at=None).first()
    wanted = {"until": asked.until, "reason": asked.reason} if asked else {}
    form = MoreTimeForm(request.POST or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        asked = _tried(
            form, lambda: actions.ask_for_more_time(returned, by=request.user, **form.cleaned_data)
        )
        if asked is not None:
            messages.success(request, "The executive director has been asked, by e-mail, for more time.")
            return redirect("kpis:return", term, returned.slug)
    return render(request, "kpis/week_ask.html", _about(returned) | {"form": form, "asked": asked})


def _tried(form: MoreTimeForm, act: Any) -> Any:
    """What the action gives; None where it refuses, in which case the form says why."""
    with refusals_in(form):
        return act()
    return None


def _about(returned: Return) -> dict[str, Any]:
    standing = Standing(returned, clock.today())
    return {"returned": returned, "term": returned.term, "standing": standing}


def _term_or_404(ref: TermRef) -> Term:
    term = term_for(ref)
    if term is None:
        raise Http404
    return term


def _term_shown(request: SignedIn, terms: list[Term], wanted: TermRef | None, today: date) -> Term | None:
    """The term in the address; else the one we are in, or the last that has begun."""
    if wanted is not None:
        found = next((term for term in terms if term.ref == wanted), None)
        if found is None:
            raise Http404
        return found
    begun = [term for term in terms if term.starts <= today]
    chosen = next((term for term in begun if term.slug == request.GET.get("term")), None)
    return chosen or (begun[0] if begun else None)


def _narrowed(request: SignedIn, week: Week | None) -> list[Row]:
    """The rows that the address asks for; every one where it asks for nothing that is known."""
    rows = list(week.rows) if week else []
    show = request.GET.get("show", "")
    return [row for row in rows if _is_shown(row, show)] if show in SHOWN else rows


def _is_shown(row: Row, show: str) -> bool:
    match show:
        case "waiting":
            return row.returned.is_open
        case "late":
            return row.is_late
        case "in":
            return not row.returned.is_open
    return row.returned.state == (ReturnState.SENT_BACK if show == "sent-back" else ReturnState.SUBMITTED)


def _counts(week: Week) -> list[tuple[str, str, int]]:
    """What the board can be narrowed to: name in the address, words, how many; nothing that is empty."""
    counted = [(name, words, sum(_is_shown(row, name) for row in week.rows)) for name, words in SHOWN.items()]
    return [("", "All", len(week.rows)), *(one for one in counted if one[2])]


def _can_open(term: Term, week: Week, today: date) -> bool:
    """Whether there are returns to open: the term is ours, and a member school, or the trust, has none."""
    lacks_own = all(row.returned.school_id is not None for row in week.rows)
    return term.starts <= today < term.ends and (lacks_own or bool(vars(term)["lacks_returns"]))
