"""A question that has not been sent: its asker alone changes it, sends it or throws it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance import actions
from governance.forms import DraftForm
from governance.models import Question
from governance.queries import threads
from governance.queries.suggestions import suggestions_for
from governance.queries.targets import Target
from governance.views.threads import CONFLICT, UNFIT
from trust.forms import refusals_in
from trust.requests import SignedIn, posted


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: SignedIn, pk: int) -> HttpResponse:
    """One's own draft, with the two ways on: keep it, or send it."""
    found = threads.draft_or_404(request.user, pk)
    target, standing = Target.of(found), None
    form = DraftForm(posted(request), initial={"text": found.text, "seen": actions.stamp_of_draft(found)})
    if form.is_bound and form.is_valid():
        try:
            with refusals_in(form):
                return _kept_or_sent(request, found, target, form.cleaned_data)
        except actions.DraftConflict as conflict:
            standing = conflict.standing
            form.data = request.POST.copy()
            form.data["seen"] = actions.stamp_of_draft(standing)
    offered = suggestions_for(request.user, target.figure) if target.figure else ()
    context = {"form": form, "target": target, "draft": found, "offered": offered, "standing": standing}
    status = CONFLICT if standing else UNFIT if form.errors else 200
    return render(request, "governance/ask.html", context, status=status)


def _kept_or_sent(
    request: SignedIn, found: Question, target: Target, written: dict[str, str]
) -> HttpResponse:
    if "keep" in request.POST:
        actions.change_draft(found, by=request.user, **written)
        messages.success(request, "The draft is kept.")
        return redirect("governance:question_draft", found.pk)
    sent = actions.send_draft(found, by=request.user, **written)
    messages.success(request, f"Your question has been sent to {target.answered_by}.")
    return redirect(sent)


@require_POST
def delete(request: SignedIn, pk: int) -> HttpResponse:
    """Throw one's own draft away."""
    actions.delete_draft(threads.draft_or_404(request.user, pk), by=request.user)
    messages.success(request, "The draft has been thrown away.")
    return redirect("governance:questions")
