"""What the board will see of a return before it is submitted, and what the chair of governors says of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpis import actions
from kpis.actions.governors import MOST_WORDS
from kpis.forms.people import GovernorsForm
from kpis.models import Return
from kpis.queries.people import shown_return_or_404
from kpis.queries.preview import board_page
from kpis.queries.returns import return_or_404, sections_of, subject_of
from kpis.views.standing import Standing
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.requests import SignedIn
from trust.terms import TermRef


@require_safe
def preview(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """The return's page of the Trust Update, as it would be printed from what is typed now."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.FILL_RETURN, subject_of(returned))
    if not returned.is_open:
        return redirect("kpis:return", returned.term, returned.slug)
    page = board_page(returned, sections_of(returned, request.user))
    may_submit = access.allows(request.user, Permission.SUBMIT_RETURN, subject_of(returned))
    context = _context(returned) | {"page": page, "may_submit": may_submit}
    return render(request, "kpis/return_preview.html", context)


@require_POST
def show(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """Show the return to the chair of governors."""
    returned = return_or_404(request.user, term, school)
    access.require(request.user, Permission.SUBMIT_RETURN, subject_of(returned))
    try:
        actions.show_to_governors(returned, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The chair of governors can read the return now, and is told by e-mail.")
    return redirect("kpis:check", returned.term, returned.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def governors(request: SignedIn, term: TermRef, school: str) -> HttpResponse:
    """For the chair of governors: the return as the board will see it, and the place to comment on it."""
    returned = shown_return_or_404(request.user, term, school)
    form = GovernorsForm(request.POST or None, initial={"text": returned.governors_comment})
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            actions.comment_as_governor(returned, by=request.user, text=text)
        except ValidationError as wrong:
            form.add_error("text", wrong.message_dict["text"])
        else:
            messages.success(request, "Your comment is saved. The head sees it, and it goes with the return.")
            return redirect("kpis:governors", returned.term, returned.slug)
    context = _context(returned) | {"form": form, "most_words": MOST_WORDS}
    if returned.is_open:
        # Once it is submitted its figures are a draft to governors, as to the board, until they are issued.
        context["page"] = board_page(returned, sections_of(returned))
    return render(request, "kpis/return_governors.html", context, status=422 if form.errors else 200)


def _context(returned: Return) -> dict[str, object]:
    return {
        "returned": returned,
        "term": returned.term,
        "school": returned.school,
        "standing": Standing(returned, clock.today()),
    }
