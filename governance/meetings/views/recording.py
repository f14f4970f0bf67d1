"""What a meeting records under an item: its minute, decisions, actions, questions and remits."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from governance.meetings import actions, sight
from governance.meetings.actions.deciding import may_finish
from governance.meetings.forms import AnswerHereForm, DecisionForm, DoneForm, MinuteForm
from governance.meetings.remit_forms import CloseRemitForm
from governance.meetings.views import BOTH, CONFLICT, UNFIT, kept_item
from governance.meetings.views.agenda import action_form, item_page, remit_form
from governance.models import AgendaItem, Decision
from governance.queries import threads
from governance.queries.leaders import leaders_for
from kpis.models import Proposal
from milestones.models import Plan
from schools import access
from schools.access import Permission
from schools.models import Categorisation
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.requests import SignedIn, posted, whole_number

# What a decision can put into force, and what whoever does it must be allowed.
CARRIED = {
    "plan": Permission.ADOPT_PLAN,
    "targets": Permission.KEEP_KPIS,
    "category": Permission.AGREE_CATEGORY,
}


@require_POST
def minute(request: SignedIn, pk: int) -> HttpResponse:
    """Write the minute of an item; where somebody else wrote meanwhile, both are shown."""
    found, form = kept_item(request.user, pk), MinuteForm(request.POST, prefix="minute")
    if not form.is_valid():
        return item_page(request, found, minute=form)
    try:
        actions.write_minute(found, by=request.user, **form.cleaned_data)
    except actions.AgendaConflict as conflict:
        form.data = {**request.POST.dict(), "minute-seen_version": str(conflict.standing.version)}
        return item_page(request, found, CONFLICT, conflict.standing, minute=form)
    messages.success(request, "The minute has been saved.")
    return redirect("governance:item", found.pk)


@require_POST
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """Record a decision."""
    found, form = kept_item(request.user, pk), DecisionForm(request.POST, prefix="decision")
    if not form.is_valid():
        return item_page(request, found, decision=form)
    given = form.cleaned_data
    return _done(request, found, "The decision is recorded.",
                 lambda: actions.decide(found, by=request.user, **given))  # fmt: skip


@require_POST
def give(request: SignedIn, pk: int) -> HttpResponse:
    """Give somebody something to do."""
    found, form = kept_item(request.user, pk), action_form(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.give_action(found, by=request.user, **form.cleaned_data)
            messages.success(request, "The action is recorded.")
            return redirect("governance:item", found.pk)
    return item_page(request, found, action=form)


@require_POST
def remit(request: SignedIn, pk: int) -> HttpResponse:
    """Set a remit out of an item."""
    found = sight.item_or_404(request.user, pk)
    access.require(request.user, Permission.SET_REMIT)
    form = remit_form(request.user, found, request.POST)
    if not form.is_valid():
        return item_page(request, found, remit=form)
    given = form.cleaned_data | {"due_in": form.terms[form.cleaned_data["due_in"]]}
    said = f"The remit stands at the top of the return for {given['due_in'].name}."
    return _done(request, found, said, lambda: actions.set_remit_at(found, by=request.user, **given))


@require_POST
def close_remit(request: SignedIn, pk: int, remit: int) -> HttpResponse:
    """Close a remit under an item, in the words of the meeting."""
    found = sight.item_or_404(request.user, pk)
    standing = threads.remit_or_404(request.user, remit)
    access.require(request.user, Permission.SET_REMIT)
    form = CloseRemitForm(request.POST, prefix="close")
    if not form.is_valid():
        return item_page(request, found, close=form)
    words = form.cleaned_data["words"]
    return _done(request, found, "The remit is closed and leaves the top of the return.",
                 lambda: actions.close_remit_at(found, standing, by=request.user, words=words))  # fmt: skip


@require_POST
def put(request: SignedIn, pk: int, question: int) -> HttpResponse:
    """Put a question under an item."""
    found = kept_item(request.user, pk)
    asked = threads.question_or_404(request.user, question)
    return _done(request, found, "The question stands under this item.",
                 lambda: actions.put_question(found, asked, by=request.user))  # fmt: skip


@require_POST
def answer_here(request: SignedIn, pk: int, question: int) -> HttpResponse:
    """Record what was answered in the meeting to a question under the item."""
    found = kept_item(request.user, pk)
    asked = threads.question_or_404(request.user, question)
    form = AnswerHereForm(request.POST, leaders=leaders_for(asked), prefix=f"answer-{asked.pk}")
    if not form.is_valid():
        return item_page(request, found, UNFIT, None, **{f"answer-{asked.pk}": form})
    given = form.cleaned_data
    return _done(request, found, "The answer is recorded.", lambda: actions.answer_at(
        found, asked, by=request.user, answered_by=given["by"], text=given["text"]))  # fmt: skip


@require_POST
def carry_out(request: SignedIn, pk: int) -> HttpResponse:
    """Put into force what a decision agreed: an edition of the plan, a set of targets, a school's rung."""
    decision = get_object_or_404(Decision, pk=pk)
    found = sight.item_or_404(request.user, decision.item_id)
    kind, _, key = request.POST.get("what", "").partition("-")
    if kind not in CARRIED:
        raise Http404
    access.require(request.user, CARRIED[kind])
    number = whole_number(key)
    if kind == "plan":
        plan = get_object_or_404(Plan, pk=number)
        return _done(request, found, f"“{plan.title}” is in force.",
                     lambda: actions.adopt_by(decision, plan, by=request.user))  # fmt: skip
    if kind == "category":
        held = get_object_or_404(Categorisation.objects.select_related("moderated_rung", "school"), pk=number)
        name = held.school.name if held.school else "The trust"
        return _done(request, found, f"{name} stands at “{held.moderated_rung}”, as agreed.",
                     lambda: actions.agree_category_by(decision, held, by=request.user))  # fmt: skip
    proposal = get_object_or_404(Proposal, pk=number)
    return _done(request, found, f"The targets “{proposal.title}” are agreed.",
                 lambda: actions.agree_targets_by(decision, proposal, by=request.user))  # fmt: skip


@require_http_methods(BOTH)
def action(request: SignedIn, pk: int) -> HttpResponse:
    """What somebody is to do after a meeting, and the place to say that it is done."""
    found = sight.action_or_404(request.user, pk)
    may, form = may_finish(request.user, found), DoneForm(posted(request))
    if form.is_bound and not may:
        raise PermissionDenied("Whoever has it to do says that it is done, or the governance professional.")
    if form.is_bound and form.is_valid():
        actions.finish_action(found, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, "Thank you. It leaves the matters arising.")
        return redirect("governance:meeting_action", found.pk)
    sees = sight.meetings_for(request.user).filter(pk=found.item.meeting_id).exists()
    context = {
        "action": found, "form": form, "may_finish": may and found.done_on is None, "sees_meeting": sees,
        "is_late": found.done_on is None and found.due_on < clock.today(),
    }  # fmt: skip
    return render(request, "governance/meetings/action.html", context, status=UNFIT if form.errors else 200)


def _done(request: SignedIn, found: AgendaItem, said: str, do: Callable[[], object]) -> HttpResponse:
    """Do it, and go back to the item; a refusal is told there."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, said)
    return redirect("governance:item", found.pk)
