"""Bringing a plan in: sent, read, looked at beside what was sent, confirmed, and undone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import date
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones import actions, imports
from milestones.actions.colours import coloured_in
from milestones.import_forms import PASTED, EditionForm, SendForm
from milestones.models import Outcome, Plan, PlanImport, PlanState
from milestones.queries.bringing import import_or_404, imports_for, lines_known, may_be_followed, sent_before
from milestones.queries.plans import current_plan
from milestones.views import SignedIn
from milestones.views.answering import Answering
from milestones.views.reviewing import Review
from trust import clock
from trust.blobs import read
from trust.lifecycle import Refused
from trust.models import JobState
from trust.queries import current_term

LISTED: Final = 50
LONGEST_SHOWN: Final = 300_000  # bytes of a refused text that are offered to be put right
RUNNING: Final = (JobState.QUEUED, JobState.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: SignedIn) -> HttpResponse:
    """Every import there has been, and the place to send a plan in."""
    found = imports_for(request.user)
    if request.method != "POST":
        return _index(request, SendForm(initial={"key": uuid.uuid4()}), found)
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, form, found, status=422)
    name, content = form.sent()
    try:
        sent = actions.send_plan(by=request.user, key=form.cleaned_data["key"], name=name, content=content)
    except Refused as refused:
        form.add_error("text" if name == PASTED else "file", str(refused))
        return _index(request, form, found, status=422)
    if before := sent_before(sent):
        day = date(localtime(before.requested_at), "j F Y")
        words = f"The same was sent in on {day} by {before.by.name}. It stands in the list of plans sent in."
        messages.info(request, words)
    return redirect("milestones:import", sent.pk)


def _index(request: SignedIn, form: SendForm, found: Any, status: int = 200) -> HttpResponse:
    context = {"form": form, "imports": found[:LISTED], "is_first": current_plan() is None}
    return render(request, "milestones/imports.html", context, status=status)


@require_safe
def review(request: SignedIn, pk: int) -> HttpResponse:
    """The import as it stands: being read, refused, in review, in the plan, undone, or put aside."""
    found = import_or_404(request.user, pk)
    if found.state in RUNNING:
        return render(request, "milestones/import_reading.html", {"found": found})
    if found.state != JobState.READY:
        return render(request, "milestones/import_refused.html", {"found": found, "form": _once_more(found)})
    context = Review(found).context()
    if found.outcome != Outcome.OPEN:
        return render(request, "milestones/import_settled.html", context | {"is_current": _is_current(found)})
    return render(request, "milestones/import_review.html", context)


def _once_more(found: PlanImport) -> SendForm:
    """The form to send it again, with the text where text was pasted, so that it can be put right."""
    content = read(found.sent) if found.name == PASTED else b""
    text = content.decode(errors="replace") if len(content) <= LONGEST_SHOWN else ""
    return SendForm(initial={"key": uuid.uuid4(), "text": text})


def _is_current(found: PlanImport) -> bool:
    return found.plan is not None and found.plan == current_plan()


@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """The card alone, asked for each second while it is read; without JavaScript the whole page."""
    found = import_or_404(request.user, pk)
    if not request.htmx:
        return redirect("milestones:import", pk)
    response = render(request, "milestones/_import_progress.html", {"found": found})
    if found.state not in RUNNING:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def sent_file(request: SignedIn, pk: int) -> HttpResponse:
    """The bytes that were sent, to keep; never shown as a page."""
    found = import_or_404(request.user, pk)
    name = f"{found.name}.txt" if found.name == PASTED else found.name
    response = HttpResponse(read(found.sent), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what was answered: one question as it is answered, or the whole form without JavaScript."""
    return Answering(request, import_or_404(request.user, pk)).response()


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    """What edition the import becomes, asked once; then it enters the plan."""
    found = import_or_404(request.user, pk)
    if found.outcome == Outcome.CONFIRMED:
        return redirect("milestones:import", pk)
    shown = Review(found) if found.state == JobState.READY and found.outcome == Outcome.OPEN else None
    if shown is None or shown.obstacle:
        messages.error(request, shown.obstacle if shown else "There is nothing to confirm here.")
        return redirect("milestones:import", pk)
    if request.method != "POST":
        return _confirm_page(
            request, shown, EditionForm(None, editions=may_be_followed(), initial=_first(shown))
        )
    form = EditionForm(request.POST, editions=may_be_followed())
    if not form.is_valid():
        return _confirm_page(request, shown, form, status=422)
    return _confirmed(request, shown, form)


def _confirmed(request: SignedIn, shown: Review, form: EditionForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        plan = actions.confirm_import(
            shown.found,
            by=request.user,
            seen_version=given["seen_version"],
            edition=form.edition(),
            carries_on=given["carries_on"],
            colours_in=current_term(clock.today()) if given["colours"] else None,
        )
    except Refused as refused:
        taken = Plan.objects.filter(title=given["title"]).exists()
        form.add_error("title" if taken else None, str(refused))
        return _confirm_page(request, shown, form, status=409)
    messages.success(request, f"“{plan.title}” is in the plan.")
    return redirect("milestones:import", shown.found.pk)


def _confirm_page(request: SignedIn, shown: Review, form: EditionForm, status: int = 200) -> HttpResponse:
    known, term = lines_known(shown.settled), current_term(clock.today())
    context = {
        "found": shown.found,
        "form": form,
        "counts": imports.counts(shown.settled),
        "settled": shown.settled,
        "term": term,
        "coloured": len(coloured_in(shown.settled, term.ref)) if term else 0,
        "known": [(code, priority) for code, priority in known.items()],
        "changed": form.is_bound and form["seen_version"].value() != str(shown.found.version),
    }
    return render(request, "milestones/import_confirm.html", context, status=status)


def _first(shown: Review) -> dict[str, Any]:
    """What the form begins with: the title as read, and the edition in force where this one begins later."""
    settled, current = shown.settled, current_plan()
    follows = current if current and current.first_term.ref < settled.terms[0] else None
    return {
        "title": settled.title,
        "state": PlanState.ADOPTED,
        "supersedes": follows if follows and follows in may_be_followed() else None,
        "carries_on": True,
        "seen_version": shown.found.version,
    }


@require_POST
def stop(request: SignedIn, pk: int) -> HttpResponse:
    """Call the reading off."""
    return _done(request, pk, actions.stop_import, "The reading was stopped. Nothing is in the plan.")


@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    """Take the imported edition out again, as a whole."""
    return _done(
        request, pk, actions.undo_import, "The import is undone: its edition is out of the plan again."
    )


@require_POST
def aside(request: SignedIn, pk: int) -> HttpResponse:
    """Leave the import for good, or until it is taken up again."""
    return _done(request, pk, actions.put_aside, "The import is put aside, with its answers.")


@require_POST
def again(request: SignedIn, pk: int) -> HttpResponse:
    """Go on with an import that was put aside or undone."""
    return _done(request, pk, actions.take_up, "Go on where you left: every answer is still there.")


def _done(request: SignedIn, pk: int, act: Callable[..., PlanImport], words: str) -> HttpResponse:
    found = import_or_404(request.user, pk)
    try:
        act(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("milestones:import", pk)
