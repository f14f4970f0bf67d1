"""Pages for the executive director: what waits for a decision, one return, judging and correcting."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpis import actions
from kpis.exports.work import queue_rows
from kpis.forms import JudgeForm, SendBackForm
from kpis.models import Judgement, Return, ReturnState
from kpis.queries.moderation import Look, looks_at, trust_so_far
from kpis.queries.restated import changed_since_accepted
from kpis.queries.returns import return_or_404, returns_for, subject_of
from kpis.queries.visible import figures_seen
from kpis.views.moderated import QueueRow, queue_row, show_areas
from kpis.views.standing import Standing
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.listing import taken
from trust.models import Term
from trust.queries import current_term, term_for
from trust.requests import SignedIn, whole_number
from trust.terms import TermRef


@require_safe
def queue(request: SignedIn) -> HttpResponse:
    """The term's submitted returns in the order of risk, and how the others stand."""
    access.require(request.user, Permission.MODERATE_RETURN)
    terms = list(Term.objects.filter(returns__isnull=False).distinct().order_by("-year", "-number"))
    term = _chosen_term(request, terms)
    returns = list(returns_for(request.user, term)) if term else []
    submitted = [one for one in returns if one.state == ReturnState.SUBMITTED]
    rows = _queue_rows(term, submitted) if term else []
    others = [Standing(one, clock.today()) for one in returns if one not in submitted]
    title = f"Moderation {term.slug}" if term else "Moderation"
    if file := taken(request, title, returns=lambda: queue_rows(rows, others)):
        return file
    context = {
        "term": term,
        "terms": terms,
        "rows": rows,
        "within": sum(row.look.is_within_limits for row in rows),
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


@require_http_methods(["GET", "HEAD", "POST"])
def accept_all(request: SignedIn, term: TermRef) -> HttpResponse:
    """The returns in which nothing deserves a look: listed with their figures, and accepted together."""
    access.require(request.user, Permission.MODERATE_RETURN)
    when = term_for(term)
    if when is None:
        raise Http404
    waiting = returns_for(request.user, when).filter(state=ReturnState.SUBMITTED)
    looks = [look for look in looks_at(when, waiting) if look.is_within_limits]
    mine = [look for look in looks if look.returned.submitted_by_id != request.user.pk]
    if request.method == "POST":
        return _accept_chosen(request, when, mine)
    today = clock.today()
    rows = [queue_row(Standing(look.returned, today), look) for look in mine]
    context = {"term": when, "rows": [(row, show_areas(row.look, {}, {}, {})) for row in rows]}
    return render(request, "kpis/moderation_all.html", context)


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


def _accept_chosen(request: SignedIn, term: Term, looks: list[Look]) -> HttpResponse:
    """Accept those that were ticked in the very submission that was looked at; the others are told apart."""
    accepted, left = [], []
    for look in looks:
        seen = request.POST.get(f"return-{look.returned.pk}", "")
        if not seen:
            continue
        try:
            actions.accept_return(look.returned, by=request.user, seen_attempt=whole_number(seen))
        except Refused as refusal:
            left.append(f"{look.returned.owner_name}: {refusal}")
        else:
            accepted.append(look.returned.owner_name)
    if accepted:
        messages.success(request, f"Accepted for {term.name}: {', '.join(accepted)}.")
    for words in left:
        messages.error(request, words)
    if not accepted and not left:
        messages.info(request, "Nothing was ticked, so nothing was accepted.")
    return redirect(f"{reverse('kpis:moderation')}?term={term.slug}")


def _chosen_term(request: SignedIn, terms: list[Term]) -> Term | None:
    """The term in the address, else the current one, else the latest that has returns."""
    chosen = next((one for one in terms if one.slug == request.GET.get("term")), None)
    now = current_term(clock.today())
    return chosen or next((one for one in terms if one == now), None) or (terms[0] if terms else None)


def _queue_rows(term: Term, submitted: list[Return]) -> list[QueueRow]:
    today = clock.today()
    return [queue_row(Standing(look.returned, today), look) for look in looks_at(term, submitted)]


def _moderate_page(
    request: SignedIn,
    returned: Return,
    form: SendBackForm,
    judging: dict[int, JudgeForm] | None = None,
) -> HttpResponse:
    look = looks_at(returned.term, [returned])[0]
    rules = {one.asked.kpi.pk: one.asked.rule for one in look.reported} if returned.school_id else {}
    judgements = defaultdict(list)
    for judgement in Judgement.objects.filter(figure__returned=returned).select_related("by"):
        judgements[judgement.figure_id].append(judgement)
    standing = Standing(returned, clock.today())
    context = {
        "returned": returned,
        "school": returned.school,
        "term": returned.term,
        "standing": standing,
        "areas": show_areas(look, judgements, trust_so_far(returned.term, rules), judging or {}),
        "summary": queue_row(standing, look),
        "changed": changed_since_accepted([returned.pk]).get(returned.pk, 0),
        "form": form,
        "may_decide": returned.state == ReturnState.SUBMITTED,
        "may_judge": not returned.is_open and returned.state != ReturnState.ISSUED,
        "may_correct": returned.state in (ReturnState.ACCEPTED, ReturnState.ISSUED),
        "may_reopen": returned.state == ReturnState.ACCEPTED,
        "is_own": request.user.pk == returned.submitted_by_id,
    }
    return render(request, "kpis/moderation_return.html", context)
