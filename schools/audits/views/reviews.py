"""External reviews: the list, commissioning one, its report and what it asks for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.audits import actions, queries
from schools.audits.actions import Asked, Commissioned, ReviewConflict
from schools.audits.actions.reviews import subject_of
from schools.audits.filters import ReviewFilter
from schools.audits.forms import DoneForm, ReportForm, ReviewActionForm, ReviewForm
from schools.audits.tables import ReviewTable, late_words, review_row
from schools.audits.views import CONFLICT, UNFIT, answer_newer, shell
from schools.models import Review, ReviewAction
from trust import clock
from trust.lifecycle import Refused
from trust.listing import listed
from trust.requests import SignedIn, posted


@require_safe
def reviews(request: SignedIn) -> HttpResponse:
    """The reviews that the person sees, the latest first."""
    access.require(request.user, Permission.SEE_COMPLIANCE)
    seen, today = queries.reviews_for(request.user), clock.today()
    rows = seen.annotate(waiting=Count("actions", filter=Q(actions__done_on__isnull=True)))
    asked = ReviewFilter(request.GET, queryset=rows, request=request)
    table = ReviewTable([review_row(each, today) for each in asked.qs])
    if taken := listed(request, table, title="External reviews"):
        return taken
    context = {"table": table, "filter": asked, "is_empty": not seen.exists()}
    return render(request, "schools/audits/reviews.html", shell(request.user) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn) -> HttpResponse:
    """Put a review on record that somebody outside was asked for."""
    access.require(request.user, Permission.KEEP_COMPLIANCE)
    form = ReviewForm(posted(request), initial={"commissioned_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        made = actions.commission_review(Commissioned(**form.cleaned_data), by=request.user)
        messages.success(request, "The review is recorded.")
        return redirect("schools:review", made.pk)
    status = UNFIT if form.errors else 200
    return render(
        request, "schools/audits/review_add.html", shell(request.user) | {"form": form}, status=status
    )


@require_safe
def review(request: SignedIn, pk: int) -> HttpResponse:
    """A review from the day it was asked for to the last of its actions."""
    return _page(request, queries.review_or_404(request.user, pk))


@require_POST
def report(request: SignedIn, pk: int) -> HttpResponse:
    """Record that it has reported."""
    held = _kept(request, pk)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, held, status=UNFIT, report=form)
    try:
        actions.record_report(held, by=request.user, **form.cleaned_data)
    except ReviewConflict as conflict:
        answer_newer(form, conflict.standing.version)
        form.add_error(
            None, f"{conflict} What they saved stands on this page; save again to put yours there."
        )
        return _page(request, queries.review_or_404(request.user, pk), status=CONFLICT, report=form)
    except Refused as refusal:
        form.add_error("reported_on", str(refusal))
        return _page(request, held, status=UNFIT, report=form)
    messages.success(request, "The report is recorded. Add what it asks for.")
    return redirect("schools:review", pk)


@require_POST
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Add something that the review asks for."""
    held = _kept(request, pk)
    form = ReviewActionForm(request.POST, school=held.school)
    if not form.is_valid():
        return _page(request, held, status=UNFIT, asking=form)
    actions.ask_action(held, Asked(**form.cleaned_data), by=request.user)
    messages.success(request, "Added.")
    return redirect("schools:review", pk)


@require_POST
def done(request: SignedIn, pk: int) -> HttpResponse:
    """Say that an action is done."""
    action = ReviewAction.objects.select_related("review").filter(pk=pk).first()
    if action is None:
        raise Http404
    held = queries.review_or_404(request.user, action.review_id)
    form = DoneForm(request.POST)
    if not form.is_valid():
        access.require(request.user, Permission.MEND_FINDING, subject_of(held.school))
        return _page(request, held, status=UNFIT, finishing={pk: form})
    actions.finish_action(action, by=request.user, words=form.cleaned_data["words"])
    messages.success(request, "That is done.")
    return redirect("schools:review", held.pk)


def _kept(request: SignedIn, pk: int) -> Review:
    held = queries.review_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_COMPLIANCE, subject_of(held.school))
    return held


def _page(request: SignedIn, held: Review, *, status: int = 200, **forms: Any) -> HttpResponse:
    today, finishing = clock.today(), forms.get("finishing") or {}
    keeps = access.allows(request.user, Permission.KEEP_COMPLIANCE, subject_of(held.school))
    does = access.allows(request.user, Permission.MEND_FINDING, subject_of(held.school))
    rows = []
    for each in held.actions.select_related("owner"):
        form = finishing.get(each.pk) or DoneForm(auto_id=f"action-{each.pk}-%s")
        may = each.done_on is None and (does or each.owner_id == request.user.pk)
        late = "" if each.done_on else late_words(each.due_on, today)
        rows.append(
            {"action": each, "owner": queries.owner_of(each), "late": late, "form": form if may else None}
        )
    opened = {"seen_version": held.version, "reported_on": held.reported_on, "summary": held.summary}
    context = shell(request.user) | {
        "review": held,
        "rows": rows,
        "late": "" if held.reported_on else late_words(held.due_on, today),
        "report": (forms.get("report") or ReportForm(initial=opened | {"url": held.url})) if keeps else None,
        "asking": (forms.get("asking") or ReviewActionForm(school=held.school)) if keeps else None,
        "bound": next((form for form in (forms.get("report"), forms.get("asking")) if form), None),
    }
    return render(request, "schools/audits/review.html", context, status=status)
