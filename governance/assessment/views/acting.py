"""What people do in a round: answer it on one page, and decide what is done about a statement."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.assessment import actions, queries, sight
from governance.assessment.forms import AnswerForm, OutcomeForm
from governance.assessment.queries import Finding
from governance.models import RoundState, SelfAssessment
from governance.queries.threads import remits_for
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.requests import SignedIn, posted

BOTH = ["GET", "HEAD", "POST"]
UNFIT = 422


@require_http_methods(BOTH)
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Every statement on one page, answered once; nothing is kept before it is sent."""
    found = sight.round_or_404(request.user, pk)
    if not sight.is_asked(found, request.user):
        raise PermissionDenied("Whoever sits on the body answers.")
    if found.state != RoundState.OPEN or sight.has_answered(found, request.user):
        return redirect("governance:assessment", pk)
    form = AnswerForm(list(found.questions.all()), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_round(found, by=request.user, given=form.given)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Thank you. Your answers are in, and nobody can see which are yours.")
        return redirect("governance:assessment", pk)
    context = {"assessment": found, "form": form}
    return render(request, "governance/assessment/answer.html", context, status=UNFIT if form.wrong else 200)


@require_http_methods(BOTH)
def act(request: SignedIn, pk: int) -> HttpResponse:
    """From a statement to an action: a training need, a question, a remit, or the body's own."""
    found = sight.kept_round(request.user, pk)
    if found.state != RoundState.CLOSED:
        messages.error(request, "Close the round first: until then nobody knows what it says.")
        return redirect("governance:assessment", pk)
    about = _about(found, request.GET.get("statement", ""))
    remits = remits_for(request.user)
    form = OutcomeForm(posted(request), remits=remits, initial={"text": _suggested(about)})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.act_on(found, by=request.user, **form.cleaned_data)
            messages.success(request, "The action is noted.")
            return redirect("governance:assessment", pk)
    context = {"assessment": found, "form": form, "about": about}
    return render(request, "governance/assessment/act.html", context, status=UNFIT if form.errors else 200)


@require_POST
def finish(request: SignedIn, pk: int) -> HttpResponse:
    """An action is done, or is not after all."""
    found = sight.outcome_or_404(request.user, pk)
    kept = sight.kept_round(request.user, found.assessment_id)
    actions.finish_outcome(found, by=request.user, done=request.POST.get("open") != "yes")
    messages.success(request, "Noted.")
    return redirect("governance:assessment", kept.pk)


def _about(found: SelfAssessment, key: str) -> Finding | None:
    shown = queries.results(found).findings
    return next((each for each in shown if each.question.key == key), None)


def _suggested(about: Finding | None) -> str:
    return f"Work on {about.question.group.lower()}: {about.question.text}"[:200] if about else ""
