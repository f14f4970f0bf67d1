"""Questions: the list, asking, the thread, and each step of whoever has the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import actions
from governance.forms import AnswerForm, AssignForm, FurtherForm, QuestionFilter, QuestionForm
from governance.minutes import minute_of, steps_of
from governance.models import Outcome, Question, QuestionState
from governance.navigation import tell_waiting
from governance.queries import threads
from governance.queries.leaders import leaders_for
from governance.queries.suggestions import suggestions_for
from governance.queries.targets import Target, target_of
from governance.tables import QuestionTable, question_row
from governance.views import listing
from governance.views.threads import UNFIT, require_follower, told, words_given
from schools import access
from schools.access import Permission
from trust.listing import listed
from trust.requests import SignedIn, back_to


@require_safe
def questions(request: SignedIn) -> HttpResponse:
    """The questions this person may follow, those that wait first, and their own drafts."""
    require_follower(request)
    seen = threads.questions_for(request.user)
    chosen = QuestionFilter(request.GET, queryset=seen, request=request)
    table = QuestionTable([question_row(request.user, each) for each in chosen.qs])
    if taken := listed(request, table, title="Questions"):
        return taken
    waiting = list(seen.filter(state=QuestionState.OPEN))
    yours = [each for each in waiting if actions.owes_answer(request.user, each)]
    tell_waiting(request.user, len(yours))
    context = {
        "headline": listing.headline_of_questions(request.user, waiting),
        "filter": chosen,
        "table": table,
        "is_empty": not table.rows and not seen.exists(),
        "yours": [listing.question_row(request.user, each) for each in yours],
        "drafts": [(each, Target.of(each)) for each in threads.drafts_of(request.user)],
        "may_ask": access.allows(request.user, Permission.ASK_QUESTION),
    }
    return render(request, "governance/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn) -> HttpResponse:
    """Ask about what the address or the form names, or keep the question as a draft."""
    access.require(request.user, Permission.ASK_QUESTION)
    sent = request.POST if request.method == "POST" else request.GET
    target, back = target_of(request.user, sent.dict()), back_to(request, sent.get("next", ""))
    offered = suggestions_for(request.user, target.figure) if target.figure else ()
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        initial={"text": _chosen(request, offered) or words_given(request)},
    )
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        do = actions.draft_question if "keep" in request.POST else actions.ask_question
        asked = do(by=request.user, text=words["text"], key=words["key"], **target.named)
        if asked.state == QuestionState.DRAFT:
            messages.success(request, "The question is kept. Nobody else sees it before you send it.")
            return redirect(asked)
        messages.success(request, f"Your question has been sent to {target.answered_by}.")
        return redirect(back or asked)
    status = UNFIT if form.is_bound else 200
    context = {"form": form, "target": target, "back": back, "offered": offered}
    return render(request, "governance/ask.html", context, status=status)


def _chosen(request: SignedIn, offered: tuple[str, ...]) -> str:
    """The suggested question that the address chooses, to be edited."""
    place = request.GET.get("suggested", "")
    is_one = place.isascii() and place.isdigit() and len(place) == 1 and int(place) < len(offered)
    return offered[int(place)] if is_one else ""


@require_safe
def question(request: SignedIn, pk: int) -> HttpResponse:
    """A thread from the question to what came of it, with the next step of whoever looks."""
    return question_page(request, threads.question_or_404(request.user, pk))


@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Answer a question, or add to an answer."""
    found = threads.question_or_404(request.user, pk)
    access.require(request.user, Permission.ANSWER_QUESTION, actions.subject_of(found))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return question_page(request, found, form=form)
    text = form.cleaned_data["text"]
    said = f"Your answer has been sent to {found.asked_by.name}."
    return told(request, found, said, lambda: actions.answer_question(found, by=request.user, text=text))


@require_POST
def ask_further(request: SignedIn, pk: int) -> HttpResponse:
    """Ask on after an answer: whoever asked."""
    found = threads.question_or_404(request.user, pk)
    if not actions.may_ask_on(request.user, found):
        raise PermissionDenied("Whoever asked the question asks further.")
    form = FurtherForm(request.POST, prefix="further")
    if not form.is_valid():
        return question_page(request, found, further=form)
    text = form.cleaned_data["text"]
    said = "Your further question has been sent."
    return told(request, found, said, lambda: actions.ask_further(found, by=request.user, text=text))


@require_POST
def assign(request: SignedIn, pk: int) -> HttpResponse:
    """Give a question to a leader, who is written to."""
    found = threads.question_or_404(request.user, pk)
    if not actions.may_assign(request.user, found):
        raise PermissionDenied("Your role does not let you give this question to somebody.")
    form = AssignForm(request.POST, leaders=leaders_for(found), prefix="assign")
    if not form.is_valid():
        return question_page(request, found, assigning=form)
    leader = form.cleaned_data["to"]
    said = f"The question has been given to {leader.name}."
    return told(request, found, said, lambda: actions.assign_question(found, by=request.user, to=leader))


@require_POST
def close_question(request: SignedIn, pk: int) -> HttpResponse:
    """Close a question: whoever asked it, or the chair."""
    found = threads.question_or_404(request.user, pk)
    said, outcome = "The question is closed.", request.POST.get("outcome", "")
    if outcome not in ("", *Outcome.values):
        raise Http404
    return told(request, found, said, lambda: actions.close_question(found, by=request.user, outcome=outcome))


def question_page(request: SignedIn, found: Question, **sent: Any) -> HttpResponse:
    """The page of a thread, with a form that was sent and could not be taken in the place of a fresh one."""
    target, user = Target.of(found), request.user
    steps = steps_of(found, threads.read_thread(found))
    context: dict[str, Any] = {
        "question": found,
        "target": target,
        "steps": steps,
        "minute": minute_of(target.title, steps),
        "form": AnswerForm(),
        "owed_by": _owed_by(found, target),
        "outcomes": Outcome.choices,
    }
    context |= _steps_for(user, found) | sent
    context["wrong"] = next(iter(sent.values()), None)
    return render(request, "governance/question.html", context, status=UNFIT if sent else 200)


def _owed_by(found: Question, target: Target) -> str:
    if found.state != QuestionState.OPEN:
        return ""
    return found.assigned_to.name if found.assigned_to else target.answered_by


def _steps_for(user: Any, found: Question) -> dict[str, Any]:
    """What this person may do next, each with its form."""
    is_open = found.state != QuestionState.CLOSED
    assigns = is_open and actions.may_assign(user, found)
    asks_on = found.state == QuestionState.ANSWERED and actions.may_ask_on(user, found)
    return {
        "may_answer": is_open and actions.may_answer(user, found),
        "owes": is_open and actions.owes_answer(user, found),
        "may_close": is_open and actions.may_close(user, found),
        "assigning": AssignForm(leaders=leaders_for(found), prefix="assign") if assigns else None,
        "further": FurtherForm(prefix="further") if asks_on else None,
        "may_set_remit": access.allows(user, Permission.SET_REMIT, actions.subject_of(found)),
    }
