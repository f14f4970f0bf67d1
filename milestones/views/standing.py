"""The plan as it stood on a day: on the screen, and as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from milestones import exports, queries
from milestones.approval import approval
from milestones.edition_forms import OnForm
from milestones.exports import Front
from milestones.exports.csv_file import matrix_rows
from milestones.models import Plan
from milestones.queries import Matrix
from milestones.queries.comparing import moments_of
from milestones.queries.editions import Paper, edition_or_404, paper_of
from milestones.queries.standing import Stood, matrix_on, stood_on, term_on
from milestones.views import SignedIn
from milestones.views.files import PDF
from milestones.views.tables import ALL_TERMS, Tabling
from trust import clock
from trust.dates import full_date
from trust.listing import download, taken
from trust.models import Term
from trust.queries import current_trust


@dataclass(frozen=True)
class _Then:
    """An edition on a day: its matrix, or why there is none to show."""

    plan: Plan
    day: date
    term: Term
    matrix: Matrix | None
    stood: Stood | None = None
    missing: str = ""

    @property
    def paper(self) -> Paper | None:
        """Its words, where they were kept by then."""
        return paper_of(self.stood.words) if self.stood and self.stood.words else None

    @property
    def approval(self) -> str:
        """Who had drafted, approved and adopted it; of today where its words were not kept by then."""
        words = self.stood.words if self.stood else None
        return approval(words.approval if words else self.plan)


@require_safe
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """From the day that was typed to its page."""
    plan = edition_or_404(request.user, pk)
    form = OnForm(request.GET if "day" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("milestones:standing", plan.pk, form.cleaned_data["day"])
    return _page(request, _then(request, plan, clock.today()), form)


@require_safe
def standing(request: SignedIn, pk: int, day: date) -> HttpResponse:
    """The matrix as it stood at the end of that day, and what became of the edition since."""
    plan = edition_or_404(request.user, pk)
    return _page(request, _then(request, plan, day), OnForm(initial={"day": day}))


@require_safe
def standing_pdf(request: SignedIn, pk: int, day: date) -> HttpResponse:
    """The same on paper."""
    plan = edition_or_404(request.user, pk)
    then = _then(request, plan, day)
    if then.matrix is None:
        raise Http404
    trust = current_trust()
    lines = (f"As it stood on {full_date(day)}.", then.approval)
    content = exports.matrix_pdf(
        then.matrix,
        heading=plan.title,
        foot=" · ".join(filter(None, (trust.short_name if trust else "", plan.title, full_date(day)))),
        front=Front(tuple(filter(None, lines)), trust.accent if trust else exports.ACCENT, "Then"),
    )
    return download(content, f"plan-{plan.pk}-on-{day.isoformat()}.pdf", PDF)


def _then(request: SignedIn, plan: Plan, day: date) -> _Then:
    term = term_on(queries.terms_of(plan), day)
    if day > clock.today():
        return _Then(plan, day, term, None, missing=f"{full_date(day)} has not come yet.")
    stood = stood_on(plan, day, user=request.user)
    if stood is None:
        return _Then(plan, day, term, None, missing=f"No copy of this edition was kept by {full_date(day)}.")
    matrix = matrix_on(plan, day, user=request.user, now=term, stood=stood)
    return _Then(plan, day, term, matrix, stood)


def _page(request: SignedIn, then: _Then, form: OnForm) -> HttpResponse:
    matrix, title = then.matrix, f"Plan {then.plan.pk} on {then.day.isoformat()}"
    if matrix and (file := taken(request, title, milestones=lambda: matrix_rows(matrix))):
        return file
    context = {"then": then, "plan": then.plan, "form": form, "shown_word": "Then"}
    context["moments"] = moments_of(then.plan, user=request.user)
    context["today"] = clock.today()
    if then.matrix:
        names = {line.priority: f"{line.code} {line.title}" for line in then.matrix.lines}
        context["table"] = Tabling(then.matrix, ALL_TERMS, names).table()
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "milestones/standing.html", context, status=status)
