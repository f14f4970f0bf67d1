"""One person: what they hold and held, how they sign in, what they answer for, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.entrance.queries import standing_of
from schools.models import Appointment
from schools.people import leaving, roles
from schools.people.forms import DetailsForm, EndForm, RoleForm
from schools.people.invitations import withdraw_invitation
from schools.people.queries import Account, account_of, past_of
from schools.people.ties import seat_of, ties_of
from schools.people.views import UNFIT
from schools.people.words import words_of
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.models import User
from trust.requests import SignedIn


@require_safe
def person(request: SignedIn, pk: int) -> HttpResponse:
    """Everything that is known of somebody's account."""
    access.require(request.user, Permission.SEE_PEOPLE)
    return _page(request, pk)


@require_POST
def details(request: SignedIn, pk: int) -> HttpResponse:
    """Put name, e-mail address and post right."""
    who = _kept(request, pk)
    form = DetailsForm(who, request.POST)
    if form.is_valid():
        with refusals_in(form):
            changed = leaving.correct_person(who, by=request.user, **form.cleaned_data)
            messages.success(request, "Saved." if changed else "Nothing was different.")
            return redirect("schools:person", pk)
    return _page(request, pk, details=form)


@require_POST
def role(request: SignedIn, pk: int) -> HttpResponse:
    """Give a role, or ask for one for oneself."""
    who, form = _kept(request, pk), RoleForm(request.POST, prefix="role")
    if form.is_valid():
        with refusals_in(form):
            if who.pk == request.user.pk:
                roles.ask_for_role(form.wanted, by=request.user)
                messages.success(request, "It waits for a second person, who has been written to.")
            else:
                made = roles.give_role(who, form.wanted, by=request.user)
                messages.success(request, f"{who.name} is {words_of(made)}, and is told by e-mail.")
            return redirect("schools:person", pk)
    return _page(request, pk, give=form)


@require_POST
def end(request: SignedIn, pk: int, appointment: int) -> HttpResponse:
    """Give a role its last day."""
    who = _kept(request, pk)
    held = get_object_or_404(Appointment.objects.select_related("school"), pk=appointment, person=who)
    form = EndForm(request.POST, prefix=f"end{held.pk}")
    if form.is_valid():
        with refusals_in(form):
            roles.end_role(held, by=request.user, last=form.cleaned_data["last"])
            messages.success(request, f"Noted. {who.name} is told by e-mail.")
            return redirect("schools:person", pk)
    return _page(request, pk, ending=(held.pk, form))


@require_POST
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Send the link to choose a password, or send it again."""
    who = _kept(request, pk)
    told = f"{who.name} gets a new link by e-mail. An earlier one no longer works."
    return _done(request, pk, lambda: leaving.ask_in(who, by=request.user), told)


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Let the link that was sent open nothing any more."""
    who = _kept(request, pk)
    return _done(request, pk, lambda: withdraw_invitation(who, by=request.user), "The link no longer works.")


@require_POST
def leave(request: SignedIn, pk: int) -> HttpResponse:
    """Close the account of somebody who has left."""
    who = _kept(request, pk)
    told = f"{who.name} is signed out everywhere and cannot sign in any more."
    return _done(request, pk, lambda: leaving.let_go(who, by=request.user), told)


@require_POST
def come_back(request: SignedIn, pk: int) -> HttpResponse:
    """Open the account of somebody who had left."""
    who = _kept(request, pk)
    told = f"{who.name} can sign in again. Give them a role, so that they see something."
    return _done(request, pk, lambda: leaving.let_back(who, by=request.user), told)


def _kept(request: SignedIn, pk: int) -> User:
    access.require(request.user, Permission.KEEP_PEOPLE)
    return get_object_or_404(User, pk=pk)


def _done(request: SignedIn, pk: int, action: Callable[[], object], told: str) -> HttpResponse:
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("schools:person", pk)


def _page(request: SignedIn, pk: int, **forms: Any) -> HttpResponse:
    """The page, with the form that was refused standing in its place."""
    account = account_of(pk)
    if account is None:
        raise Http404
    who, user = account.person, request.user
    context = {
        "account": account,
        "person": who,
        "held": _held(account, user, *forms.get("ending", (0, None))),
        "past": past_of(who),
        "ties": ties_of(who, user),
        "is_self": who.pk == user.pk,
        "is_keeper": access.allows(user, Permission.KEEP_PEOPLE),
        "second_step": standing_of(who),
        "details": forms.get("details") or DetailsForm(who),
        "give": forms.get("give") or RoleForm(prefix="role"),
    }
    return render(request, "schools/people/person.html", context, status=UNFIT if forms else 200)


def _held(account: Account, viewer: User, refused: int, form: EndForm | None) -> list[dict[str, Any]]:
    return [
        {
            "appointment": each,
            "words": words_of(each),
            "seat": seat_of(each, viewer),
            "form": form if each.pk == refused else EndForm(
                prefix=f"end{each.pk}", initial={"last": clock.today()}
            ),
        }
        for each in account.held
    ]  # fmt: skip
