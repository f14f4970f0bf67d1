"""The year's evaluation: every priority of the edition in force with its year, each saved by itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from milestones import actions, queries
from milestones.actions import EvaluationConflict
from milestones.models import Evaluation, Plan, Priority, Verdict
from milestones.queries.rolling import Evaluated, EvaluationPage, draft_after, evaluation_page
from milestones.rolling_forms import MEANINGS, EvaluationForm
from milestones.views import SignedIn
from milestones.views.nothing import no_plan
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused


class Item(NamedTuple):
    """A line with its form, and what stands by now where two people met."""

    row: Evaluated
    form: EvaluationForm
    standing: Evaluation | None = None

    @property
    def is_open(self) -> bool:
        return self.row.evaluation is None or self.form.is_bound


@require_safe
def evaluate(request: SignedIn) -> HttpResponse:
    """Everything that is to be evaluated; what is done is folded and can be changed."""
    access.require(request.user, Permission.KEEP_PLAN)
    plan = queries.current_plan()
    if plan is None:
        return no_plan(request)
    return _page(request, plan)


@require_POST
def evaluate_one(request: SignedIn, pk: int) -> HttpResponse:
    """Save one evaluation: htmx puts the line in its place, without it the list is shown again."""
    access.require_sight(request.user, Permission.SEE_PLAN)
    access.require(request.user, Permission.KEEP_PLAN)
    plan = queries.current_plan()
    page = rows_of(request, plan) if plan else None
    row = page.row(pk) if page else None
    if plan is None or row is None:
        raise Http404
    form = _form(row, request.POST)
    status, standing = _save(request, plan, pk, form) if form.is_valid() else (422, None)
    if status == 200:
        return _saved(request, plan, pk, row.line.code)
    if standing:
        typed = request.POST.copy()
        typed["seen_version"] = str(standing.version)
        form = _form(row, typed)
    item = Item(row, form, standing)
    if request.htmx:
        return render(
            request, "milestones/_evaluated.html", {"item": item, "meanings": _meanings()}, status=status
        )
    return _page(request, plan, item, status)


def _save(request: SignedIn, plan: Plan, pk: int, form: EvaluationForm) -> tuple[int, Evaluation | None]:
    given = form.cleaned_data
    try:
        actions.evaluate_priority(
            plan, Priority.objects.get(pk=pk), by=request.user, verdict=given["verdict"],
            words=given["words"], seen_version=given["seen_version"],
        )  # fmt: skip
    except EvaluationConflict as conflict:
        return 409, conflict.standing
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 409, None
    return 200, None


def _saved(request: SignedIn, plan: Plan, pk: int, code: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, f"{code} is evaluated.")
        return redirect(reverse("milestones:evaluate") + f"#line-{pk}")
    page = rows_of(request, plan)
    row = page.row(pk)
    if row is None:
        raise Http404
    context = {"item": Item(row, _form(row)), "page": page, "is_saved": True, "meanings": _meanings()}
    return render(request, "milestones/_evaluated.html", context)


def _form(row: Evaluated, given: Any = None) -> EvaluationForm:
    known = row.evaluation
    initial = {
        "verdict": known.verdict if known else None,
        "words": known.words if known else "",
        "seen_version": known.version if known else 0,
    }
    return EvaluationForm(given, initial=initial, auto_id=f"line-{row.line.priority}-%s")


def _meanings() -> list[tuple[str, str, str]]:
    return [(verdict.value, str(verdict.label), meaning) for verdict, meaning in MEANINGS.items()]


def rows_of(request: SignedIn, plan: Plan) -> EvaluationPage:
    """The evaluation as the person sees it today."""
    now = queries.term_to_show(plan, request.user)
    found = queries.matrix(plan, user=request.user, now=now)
    return evaluation_page(plan, found, user=request.user, now=now)


def _page(request: SignedIn, plan: Plan, shown: Item | None = None, status: int = 200) -> HttpResponse:
    page = rows_of(request, plan)
    items = [
        shown if shown and shown.row.line.priority == row.line.priority else Item(row, _form(row))
        for row in page.rows
    ]
    verdicts = [row.evaluation.verdict for row in page.rows if row.evaluation]
    context = {
        "plan": plan,
        "page": page,
        "items": sorted(items, key=lambda item: not item.is_open),
        "meanings": _meanings(),
        "counts": [(verdict.label, verdicts.count(verdict)) for verdict in Verdict if verdict in verdicts],
        "draft": draft_after(plan),
    }
    return render(request, "milestones/evaluate.html", context, status=status)
