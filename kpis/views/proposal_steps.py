"""The steps of a proposed set: views asked for, taken back, given; agreed by the board, or withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kpis import actions
from kpis.forms.proposals import AgreeForm, AskForm, ViewForm, WithdrawForm
from kpis.models import Proposal
from kpis.queries.proposals import proposal_or_404
from kpis.views.proposals import add_errors, show
from schools import access
from schools.access import Permission
from trust.requests import SignedIn, plain_slug


@require_POST
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Send the set out to heads and governors."""
    found = _kept(request, pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        return show(request, found, ask_form=form)
    try:
        asked = actions.ask_for_views(found, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        return show(request, found, ask_form=_with(form, error))
    messages.success(request, f"Heads and chairs of governors have been told by e-mail: {asked.title}.")
    return redirect("kpis:proposal", pk)


@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Take the set back, so that it can be changed and sent out again."""
    found = _kept(request, pk)
    actions.take_back_proposal(found, by=request.user)
    messages.success(request, "The set is yours again. Send it out once more when it is ready.")
    return redirect("kpis:proposal", pk)


@require_POST
def give_view(request: SignedIn, pk: int) -> HttpResponse:
    """What a head, or the chair of governors, says for a school of theirs."""
    found = proposal_or_404(request.user, pk)
    access.require(request.user, Permission.SPEAK_TO_TARGETS)
    slug, _, side = request.POST.get("of", "").rpartition("-")
    school = access.school_or_404(request.user, plain_slug(slug), Permission.SPEAK_TO_TARGETS)
    form = ViewForm(request.POST, prefix=f"{slug}-{side}")
    if not form.is_valid():
        return show(request, found, view_form=form)
    given = form.cleaned_data
    try:
        actions.give_view(found, school, by=request.user, side=side, view=given["view"], words=given["words"])
    except ValidationError as error:
        return show(request, found, view_form=_with(form, error))
    messages.success(request, f"Thank you. Your view for {school.name} stands with the set.")
    return redirect("kpis:proposal", pk)


@require_POST
def agree(request: SignedIn, pk: int) -> HttpResponse:
    """Record the board's agreement to the whole set."""
    found = _kept(request, pk)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return show(request, found, agree_form=form)
    try:
        agreed = actions.agree_proposal(found, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        return show(request, found, agree_form=_with(form, error))
    messages.success(request, f"{agreed.title} is agreed and holds from {agreed.from_term.name} on.")
    return redirect("kpis:proposal", pk)


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Give the set up, saying why."""
    found = _kept(request, pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return show(request, found, withdraw_form=form)
    actions.withdraw_proposal(found, by=request.user, reason=form.cleaned_data["because"])
    messages.success(request, "The set is withdrawn. What was agreed before goes on holding.")
    return redirect("kpis:proposals")


def _kept(request: SignedIn, pk: int) -> Proposal:
    found = proposal_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_KPIS)
    return found


def _with(form: Form, error: ValidationError) -> Form:
    """The form with the action's refusals beside their fields."""
    add_errors(form, error)
    return form
