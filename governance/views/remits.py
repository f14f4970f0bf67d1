"""Remits: the list, setting one, what is replied to it, and closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import actions
from governance.forms import RemitFilter, ReplyForm
from governance.meetings.remit_forms import RemitForm
from governance.minutes import minute_of, steps_of
from governance.models import Question, Remit, RemitState
from governance.queries import threads
from governance.queries.targets import Target, target_of, term_now
from governance.tables import RemitTable, remit_row
from governance.views import listing
from governance.views.threads import UNFIT, require_follower, told, words_given
from kpis.models import Return
from schools import access
from schools.access import Permission
from trust import clock
from trust.listing import listed
from trust.queries import terms_from_to
from trust.requests import SignedIn, posted, whole_number

TERMS_AHEAD = 3


@require_safe
def remits(request: SignedIn) -> HttpResponse:
    """The remits this person may follow, those that stand first."""
    require_follower(request)
    seen, today = threads.remits_for(request.user), clock.today()
    chosen = RemitFilter(request.GET, queryset=seen, request=request)
    table = RemitTable([remit_row(each, today) for each in chosen.qs])
    if taken := listed(request, table, title="Remits"):
        return taken
    context = {
        "headline": listing.headline_of_remits(list(seen.exclude(state=RemitState.CLOSED)), today),
        "filter": chosen,
        "table": table,
        "is_empty": not table.rows and not seen.exists(),
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
    target = Target.of(origin) if origin else target_of(request.user, _place(sent))
    form = _form(request, target)
    if form.is_bound and form.is_valid():
        remit = _set(request, form, target, origin)
        messages.success(request, f"The remit stands at the top of the return for {form.due_term.name}.")
        return redirect(origin or remit)
    # A remit asks a school or the executive, also where the question was for the owner of a priority.
    whom = Target(term_now(), target.school).answered_by
    context = {"form": form, "target": target, "question": origin, "whom": whom}
    return render(request, "governance/remit_set.html", context, status=UNFIT if form.is_bound else 200)


def _place(sent: dict[str, str]) -> dict[str, str]:
    """Where it is set; a KPI and a priority are chosen in the form."""
    return {name: sent[name] for name in ("school", "area", "figure", "finding") if sent.get(name)}


def _form(request: SignedIn, target: Target) -> RemitForm:
    now = term_now()
    later = list(terms_from_to(now.ref, now.ref.shift(TERMS_AHEAD)))
    begun = {
        "text": words_given(request),
        "due_in": now.ref.next.slug,
        "owner": target.priority.owner_id if target.priority else None,
        "owner_post": "" if target.priority else actions.post_that_owns(target.school),
        "kpi": target.figure.kpi_id if target.figure else None,
        "priority": target.priority.pk if target.priority else None,
    }
    return RemitForm(posted(request), terms=later, initial=begun)


def _set(request: SignedIn, form: RemitForm, target: Target, origin: Question | None) -> Remit:
    given = form.cleaned_data
    names = ("text", "minute", "key", "owner", "owner_post", "kpi", "priority")
    return actions.set_remit(
        by=request.user,
        set_in=term_now(),
        due_in=form.due_term,
        school=target.school,
        area=target.area or (given["kpi"].area if given["kpi"] else None),
        question=origin,
        **{name: given[name] for name in names},
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
    return told(
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
    return told(request, found, said, lambda: actions.close_remit(found, by=request.user))


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
        "is_past": found.is_past(clock.today()),
        "may_reply": is_open and access.allows(request.user, Permission.ANSWER_QUESTION, subject),
        "may_close": is_open and access.allows(request.user, Permission.SET_REMIT, subject),
    }
    return render(request, "governance/remit.html", context, status=UNFIT if form else 200)


def _return_of(request: SignedIn, remit: Remit) -> Return | None:
    """The return in which the reply is given: the one it was written on, else this term's."""
    own = Return.objects.filter(school=remit.school)
    written_on = request.POST.get("returned")
    if written_on:
        return own.filter(pk=whole_number(written_on)).first()
    return own.filter(term=term_now()).first()
