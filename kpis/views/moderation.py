"""Pages for the executive director: what waits for a decision, one return, judging and correcting."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kpis import actions
from kpis.forms import JudgeForm, SendBackForm
from kpis.models import Judgement, Return, ReturnState
from kpis.queries.returns import grounds_of, reported_of, return_or_404, returns_for, subject_of
from kpis.queries.visible import figures_seen
from kpis.views.moderated import QueueRow, queue_row, show_areas
from kpis.views.standing import Standing
from schools import access
from schools.access import Permission
from trust import clock
from trust.models import Term
from trust.queries import current_term
from trust.requests import SignedIn, whole_number
from trust.terms import TermRef


@require_safe
def queue(request: SignedIn) -> HttpResponse:
    """The term's submitted returns, those with the most red and amber first, and how the others stand."""
    access.require(request.user, Permission.MODERATE_RETURN)
    terms = list(Term.objects.filter(returns__isnull=False).distinct().order_by("-year", "-number"))
    term = _chosen_term(request, terms)
    returns = list(returns_for(request.user, term)) if term else []
    submitted = [one for one in returns if one.state == ReturnState.SUBMITTED]
    others = [Standing(one, clock.today()) for one in returns if one not in submitted]
    context = {
        "term": term,
        "terms": terms,
        "rows": _queue_rows(term, submitted) if term else [],
        "decided": [one for one in others if not one.returned.is_open],
        "waiting": sorted((one for one in others if one.returned.is_open), key=lambda one: one.order),
    }
    return render(request, "kpis/moderation.html", context)


@require_safe
def moderate(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """One return: each figure with its rating, its past, its comment and the head's own rating."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.MODERATE_RETURN, subject_of(returned))
    return _moderate_page(request, returned, SendBackForm())


@require_POST
def accept(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    returned = return_or_404(request.user, term, school)
    seen = request.POST.get("attempt", "")
    attempt = whole_number(seen) if seen else None
    actions.accept_return(returned, by=request.user, seen_attempt=attempt)
    messages.success(request, f"{returned.owner_name} is accepted for {returned.term.name}.")
    return redirect("kpis:moderation")


@require_POST
def send_back(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.MODERATE_RETURN, subject_of(returned))
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _moderate_page(request, returned, form)
    actions.send_back_return(returned, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, f"{returned.owner_name} has been sent back, and its head told.")
    return redirect("kpis:moderation")


@require_POST
def judge(request: SignedIn, pk: int) -> HttpResponse:
    """Set a judged rating beside a figure, and return to it in its return."""
    figures = figures_seen(request.user).select_related("returned__school", "returned__term", "kpi__area")
    figure = get_object_or_404(figures, pk=pk)
    access.require(request.user, Permission.MODERATE_RETURN, subject_of(figure.returned))
    form = JudgeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        actions.judge_figure(figure, by=request.user, mark=given["mark"], reason=given["reason"])
        messages.success(request, "Your rating stands beside the calculated one.")
        page = reverse("kpis:moderate", args=[figure.returned.term, figure.returned.slug])
        return redirect(f"{page}#figure-{figure.pk}")
    return _moderate_page(request, figure.returned, SendBackForm(), {figure.pk: form})


def _chosen_term(request: SignedIn, terms: list[Term]) -> Term | None:
    """The term in the address, else the current one, else the latest that has returns."""
    chosen = next((one for one in terms if one.slug == request.GET.get("term")), None)
    now = current_term(clock.today())
    return chosen or next((one for one in terms if one == now), None) or (terms[0] if terms else None)


def _queue_rows(term: Term, submitted: list[Return]) -> list[QueueRow]:
    grounds = grounds_of(term, [one.school_id for one in submitted])
    today = clock.today()
    rows = [queue_row(Standing(one, today), reported_of(one, grounds)) for one in submitted]
    return sorted(rows, key=lambda row: row.risk, reverse=True)


def _moderate_page(
    request: SignedIn,
    returned: Return,
    form: SendBackForm,
    judging: dict[int, JudgeForm] | None = None,
) -> HttpResponse:
    reported = reported_of(returned, grounds_of(returned.term, [returned.school_id]))
    judgements = defaultdict(list)
    for judgement in Judgement.objects.filter(figure__returned=returned).select_related("by"):
        judgements[judgement.figure_id].append(judgement)
    standing = Standing(returned, clock.today())
    context = {
        "returned": returned,
        "school": returned.school,
        "term": returned.term,
        "standing": standing,
        "areas": show_areas(reported, judgements, returned.term.ref, judging or {}),
        "summary": queue_row(standing, reported),
        "form": form,
        "may_decide": returned.state == ReturnState.SUBMITTED,
        "may_judge": not returned.is_open and returned.state != ReturnState.ISSUED,
        "may_correct": returned.state in (ReturnState.ACCEPTED, ReturnState.ISSUED),
        "may_reopen": returned.state == ReturnState.ACCEPTED,
        "is_own": request.user.pk == returned.submitted_by_id,
    }
    return render(request, "kpis/moderation_return.html", context)
