"""Questions and remits: asking, answering, setting what is to be done, replying, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import actions
from governance.forms import (
    LONGEST,
    AnswerForm,
    QuestionFilter,
    QuestionForm,
    RemitFilter,
    RemitForm,
    ReplyForm,
)
from governance.minutes import minute_of, steps_of
from governance.models import Outcome, Question, QuestionState, Remit, RemitState
from governance.navigation import tell_waiting
from governance.queries import threads
from governance.queries.targets import Target, target_of, term_now
from governance.views import listing
from kpis.models import Return
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.queries import terms_from_to
from trust.requests import SignedIn, posted, whole_number

A_PAGE = 30
TERMS_AHEAD = 3


@require_safe
def questions(request: SignedIn) -> HttpResponse:
    """The questions this person may follow, those that wait first."""
    _require_follower(request)
    seen = threads.questions_for(request.user)
    chosen = QuestionFilter(request.GET, queryset=seen)
    page = Paginator(chosen.qs, A_PAGE).get_page(request.GET.get("page"))
    waiting = list(seen.filter(state=QuestionState.OPEN))
    tell_waiting(request.user, sum(actions.owes_answer(request.user, each) for each in waiting))
    context = {
        "headline": listing.headline_of_questions(request.user, waiting),
        "filter": chosen,
        "page": page,
        "rows": [listing.question_row(request.user, each) for each in page],
        "may_ask": access.allows(request.user, Permission.ASK_QUESTION),
    }
    return render(request, "governance/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn) -> HttpResponse:
    """Ask about a figure, a priority or a school, which the address or the form names."""
    access.require(request.user, Permission.ASK_QUESTION)
    sent = request.POST if request.method == "POST" else request.GET
    target, back = target_of(request.user, sent.dict()), _back_to(request, sent.get("next", ""))
    form = QuestionForm(posted(request), initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        question = actions.ask_question(by=request.user, text=words["text"], key=words["key"], **target.named)
        messages.success(request, f"Your question has been sent to {target.answered_by}.")
        return redirect(back or question)
    status = 422 if form.is_bound else 200
    context = {"form": form, "target": target, "back": back}
    return render(request, "governance/ask.html", context, status=status)


@require_safe
def question(request: SignedIn, pk: int) -> HttpResponse:
    """A thread from the question to what came of it, with the next step of whoever looks."""
    return _question_page(request, threads.question_or_404(request.user, pk))


@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Answer a question, or add to an answer."""
    found = threads.question_or_404(request.user, pk)
    access.require(request.user, Permission.ANSWER_QUESTION, actions.subject_of(found))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _question_page(request, found, form)
    text = form.cleaned_data["text"]
    said = f"Your answer has been sent to {found.asked_by.name}."
    return _told(request, found, said, lambda: actions.answer_question(found, by=request.user, text=text))


@require_POST
def close_question(request: SignedIn, pk: int) -> HttpResponse:
    """Close a question: whoever asked it, or the chair."""
    found = threads.question_or_404(request.user, pk)
    said, outcome = "The question is closed.", request.POST.get("outcome", "")
    if outcome not in ("", *Outcome.values):
        raise Http404
    return _told(
        request, found, said, lambda: actions.close_question(found, by=request.user, outcome=outcome)
    )


@require_safe
def remits(request: SignedIn) -> HttpResponse:
    """The remits this person may follow, those that stand first."""
    access.require(request.user, Permission.SEE_THREAD)
    seen = threads.remits_for(request.user)
    chosen = RemitFilter(request.GET, queryset=seen)
    page = Paginator(chosen.qs, A_PAGE).get_page(request.GET.get("page"))
    standing = seen.exclude(state=RemitState.CLOSED)
    context = {
        "headline": listing.headline_of_remits(list(standing)),
        "filter": chosen,
        "page": page,
        "rows": [listing.remit_row(each) for each in page],
        "sets_remits": access.allows(request.user, Permission.SET_REMIT),
    }
    return render(request, "governance/remits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_remit(request: SignedIn) -> HttpResponse:
    """Set a remit: out of a question, or for a school or the executive."""
    access.require(request.user, Permission.SET_REMIT)
    sent = (request.POST if request.method == "POST" else request.GET).dict()
    asked = sent.get("question")
    origin = threads.question_or_404(request.user, whole_number(asked)) if asked else None
    target = Target.of(origin) if origin else target_of(request.user, sent)
    now = term_now()
    later = list(terms_from_to(now.ref, now.ref.shift(TERMS_AHEAD)))
    initial = {"due_in": now.ref.next.slug} | _suggested(request)
    form = RemitForm(posted(request), terms=later, initial=initial)
    if request.method == "POST" and form.is_valid():
        remit = _set(request, form, target, origin)
        messages.success(request, f"The remit stands at the top of the return for {form.due_term.name}.")
        return redirect(origin or remit)
    # A remit asks a school or the executive, also where the question was for the owner of a priority.
    whom = Target(now, target.school).answered_by
    context = {"form": form, "target": target, "question": origin, "whom": whom}
    return render(request, "governance/remit_set.html", context, status=422 if form.is_bound else 200)


def _suggested(request: SignedIn) -> dict[str, str]:
    """Words that another page suggests; whoever asks or sets changes them as they like."""
    return {"text": request.GET.get("words", "")[:LONGEST]}


def _set(request: SignedIn, form: RemitForm, target: Target, origin: Question | None) -> Remit:
    words = form.cleaned_data
    return actions.set_remit(
        by=request.user,
        text=words["text"],
        minute=words["minute"],
        key=words["key"],
        set_in=term_now(),
        due_in=form.due_term,
        school=target.school,
        area=target.area,
        question=origin,
    )


@require_safe
def remit(request: SignedIn, pk: int) -> HttpResponse:
    """A remit, the question it came of, and what was replied."""
    return _remit_page(request, threads.remit_or_404(request.user, pk))


@require_POST
def reply(request: SignedIn, pk: int) -> HttpResponse:
    """What the school says to a remit, from its return or from the remit's own page."""
    found = threads.remit_or_404(request.user, pk)
    access.require(request.user, Permission.ANSWER_QUESTION, actions.subject_of(found))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _remit_page(request, found, form)
    text, returned = form.cleaned_data["text"], _return_of(request, found)
    return _told(
        request,
        found,
        "Your reply has been sent to the board.",
        lambda: actions.reply_to_remit(found, by=request.user, text=text, returned=returned),
    )


@require_POST
def close_remit(request: SignedIn, pk: int) -> HttpResponse:
    """Close a remit, because the board is content."""
    found = threads.remit_or_404(request.user, pk)
    said = "The remit is closed and leaves the top of the return."
    return _told(request, found, said, lambda: actions.close_remit(found, by=request.user))


def _question_page(request: SignedIn, found: Question, form: AnswerForm | None = None) -> HttpResponse:
    target, user = Target.of(found), request.user
    steps = steps_of(found, threads.read_thread(found))
    is_open = found.state != QuestionState.CLOSED
    context: dict[str, Any] = {
        "question": found,
        "target": target,
        "steps": steps,
        "minute": minute_of(target.title, steps),
        "form": form or AnswerForm(),
        "owed_by": target.answered_by if found.state == QuestionState.OPEN else "",
        "may_answer": is_open and actions.may_answer(user, found),
        "may_close": is_open and actions.may_close(user, found),
        "outcomes": Outcome.choices,
        "may_set_remit": access.allows(user, Permission.SET_REMIT, actions.subject_of(found)),
    }
    return render(request, "governance/question.html", context, status=422 if form else 200)


def _remit_page(request: SignedIn, found: Remit, form: ReplyForm | None = None) -> HttpResponse:
    target, subject = Target.of(found), actions.subject_of(found)
    steps = steps_of(found.question, [found])
    is_open = found.state != RemitState.CLOSED
    context = {
        "remit": found,
        "target": target,
        "steps": steps,
        "minute": minute_of(target.title, steps),
        "form": form or ReplyForm(),
        "owed_by": target.answered_by if found.state == RemitState.OPEN else "",
        "may_reply": is_open and access.allows(request.user, Permission.ANSWER_QUESTION, subject),
        "may_close": is_open and access.allows(request.user, Permission.SET_REMIT, subject),
    }
    return render(request, "governance/remit.html", context, status=422 if form else 200)


def _told(request: SignedIn, row: Question | Remit, said: str, action: Callable[[], object]) -> HttpResponse:
    """Do it, and go back to where it was asked for; a refusal is told there."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(_back_to(request, request.POST.get("next", "")) or row)


def _return_of(request: SignedIn, remit: Remit) -> Return | None:
    """The return in which the reply is given: the one it was written on, else this term's."""
    own = Return.objects.filter(school=remit.school)
    written_on = request.POST.get("returned")
    if written_on:
        return own.filter(pk=whole_number(written_on)).first()
    return own.filter(term=term_now()).first()


def _require_follower(request: SignedIn) -> None:
    if not threads.may_follow(request.user):
        raise PermissionDenied(f"Your role does not let you {Permission.SEE_THREAD.value}.")


def _back_to(request: SignedIn, url: str) -> str:
    """Where the form asked to return to, if it is a page of ours."""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours and url.startswith("/") else ""
