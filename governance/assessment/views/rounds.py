"""Rounds: what the last one found, one round from draft to results, and its statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.assessment import actions, queries, sight
from governance.assessment.actions import StatementsChanged
from governance.assessment.filters import RoundFilter
from governance.assessment.forms import OpeningForm, StatementsForm
from governance.assessment.tables import RoundTable, round_row, spread_table
from governance.forms import RoundForm
from governance.models import RoundState, SelfAssessment
from schools import access
from schools.access import Permission, Subject
from schools.models import Body
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.listing import listed
from trust.requests import SignedIn, posted

BOTH = ["GET", "HEAD", "POST"]
UNFIT, CONFLICT = 422, 409
TWO_WEEKS: Final = timedelta(days=14)


@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """What the last closed round of a body found, every round, and what is being done about them."""
    seen = sight.rounds_for(request.user)
    waiting = queries.to_answer(request.user)
    if not seen.exists() and not waiting:
        access.require(request.user, Permission.SEE_SKILLS, Subject("skills"))
    counted = seen.annotate(answered=Count("parts")).order_by("-opens_on", "-pk")
    chosen = RoundFilter(request.GET, queryset=counted, request=request)
    table = RoundTable([round_row(each) for each in chosen.qs])
    if taken := listed(request, table, title="Self-assessments"):
        return taken
    latest, closed = queries.latest_closed(request.user, request.GET.get("of", ""))
    shown = queries.results(latest) if latest else None
    context = {
        "headline": queries.headline(shown),
        "shown": shown,
        "closed": closed,
        "waiting": waiting,
        "table": table,
        "filter": chosen,
        "is_empty": not seen.exists(),
        "outcomes": queries.open_outcomes(request.user),
        "outside": queries.last_review(request.user),
        "keeps": sight.keeps(request.user),
    }
    return render(request, "governance/assessment/overview.html", context)


@require_http_methods(BOTH)
def add(request: SignedIn) -> HttpResponse:
    """Draft a round."""
    access.require(request.user, Permission.KEEP_SKILLS, Subject("skills"))
    bodies = Body.objects.filter(closed_on__isnull=True)
    initial = {"closes_on": clock.today() + TWO_WEEKS, "body": request.GET.get("body")}
    form = RoundForm(posted(request), bodies=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = actions.draft_round(by=request.user, **form.cleaned_data)
            messages.success(request, "The round is drafted. Read its statements, change them, then open it.")
            return redirect("governance:assessment", made.pk)
    status = UNFIT if form.errors else 200
    return render(request, "governance/assessment/add.html", {"form": form}, status=status)


@require_safe
def assessment(request: SignedIn, pk: int) -> HttpResponse:
    """One round: its statements as a draft, counts while it is open, and what it found."""
    return _round_page(request, sight.round_or_404(request.user, pk))


def _round_page(
    request: SignedIn, found: SelfAssessment, opening: OpeningForm | None = None, status: int = 200
) -> HttpResponse:
    shown = queries.results(found)
    table = spread_table(shown)
    if taken := listed(request, table, title=f"{found.body.name} {found.title}"):
        return taken
    context = {
        "assessment": found,
        "shown": shown,
        "table": table,
        "headline": queries.headline(shown),
        "keeps": sight.keeps(request.user, found),
        "opening": opening or OpeningForm(initial={"closes_on": found.closes_on}),
        "may_ask": access.allows(request.user, Permission.ASK_QUESTION),
        "may_set": access.allows(request.user, Permission.SET_REMIT),
        "owes": sight.owes_answer(found, request.user),
        "has_answered": sight.has_answered(found, request.user),
        "is_late": found.state == RoundState.OPEN and found.closes_on < clock.today(),
        "questions": [] if found.state == RoundState.CLOSED else found.questions.all(),
        "outcomes": found.outcomes.select_related("need", "remit"),
    }
    return render(request, "governance/assessment/round.html", context, status=status)


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change a draft's statements, all on one page."""
    found = sight.kept_round(request.user, pk)
    if found.state != RoundState.DRAFT:
        messages.error(request, "This round has been opened, so its statements stay as they are.")
        return redirect("governance:assessment", pk)
    form = StatementsForm(actions.statements_of(found), posted(request))
    seen = request.POST.get("seen", actions.seen_of(found))
    if request.method != "POST":
        return _statements_page(request, found, form, seen)
    if not form.is_valid():
        return _statements_page(request, found, form, seen, UNFIT)
    try:
        actions.change_statements(found, by=request.user, statements=form.statements, seen=seen)
    except StatementsChanged:
        return _statements_page(request, found, form, actions.seen_of(found), CONFLICT)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _statements_page(request, found, form, seen, UNFIT)
    messages.success(request, f"The questionnaire has {len(form.statements)} statements.")
    return redirect("governance:assessment", pk)


@require_POST
def open_(request: SignedIn, pk: int) -> HttpResponse:
    """Ask everyone on the body."""
    found = sight.kept_round(request.user, pk)
    form = OpeningForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            opened = actions.open_round(found, by=request.user, **form.cleaned_data)
            messages.success(
                request, f"The round is open, and everyone on {opened.body.name} has been asked."
            )
            return redirect("governance:assessment", pk)
    return _round_page(request, found, form, UNFIT)


@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close the round for good."""
    found = sight.kept_round(request.user, pk)
    try:
        actions.close_round(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "The round is closed, and its results are shown to everyone who may see them."
        )
    return redirect("governance:assessment", pk)


def _statements_page(
    request: SignedIn, found: SelfAssessment, form: StatementsForm, seen: str, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "assessment": found,
        "form": form,
        "seen": seen,
        "standing": actions.statements_of(found) if status == CONFLICT else [],
    }
    return render(request, "governance/assessment/statements.html", context, status=status)
