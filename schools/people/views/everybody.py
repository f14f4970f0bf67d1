"""The list of people, with what waits there for a second person, and how they are asked in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.models import RoleRequest
from schools.people import leaving, roles
from schools.people.bringing import bring_people, people_workbook
from schools.people.forms import AnswerForm, BringForm, InviteForm, PeopleFilter
from schools.people.queries import INVITED, accounts
from schools.people.tables import PeopleTable, person_row
from schools.people.views import SHOWN_OR_SENT, UNFIT
from schools.people.words import what_was_done, words_of
from trust.forms import put_errors, refusals_in
from trust.listing import MEDIA, download, listed
from trust.requests import SignedIn
from trust.tables.heads import WrongTable


@require_safe
def people(request: SignedIn) -> HttpResponse:
    """Everybody with an account."""
    access.require(request.user, Permission.SEE_PEOPLE)
    return _list(request)


def _list(request: SignedIn, answered: int = 0, answer: AnswerForm | None = None) -> HttpResponse:
    asked = PeopleFilter(request.GET)
    everybody = accounts()
    table = PeopleTable([person_row(each) for each in everybody if asked.keeps(each)])
    if file := listed(request, table, title="People"):
        return file
    context = {
        "table": table,
        "fields": list(asked),
        "count": sum(each.person.is_active for each in everybody),
        "able": sum(each.can_sign_in for each in everybody),
        "invited": sum(each.state == INVITED for each in everybody),
        "is_keeper": access.allows(request.user, Permission.KEEP_PEOPLE),
        "waiting": [(each, words_of(each), _answer(each, answered, answer)) for each in _waiting(request)],
    }
    return render(request, "schools/people/people.html", context, status=UNFIT if answer else 200)


def _waiting(request: SignedIn) -> list[RoleRequest]:
    confirms = access.allows(request.user, Permission.CONFIRM_ROLE)
    return list(roles.open_requests()) if confirms else []


def _answer(request: RoleRequest, answered: int, form: AnswerForm | None) -> AnswerForm:
    return form if form is not None and request.pk == answered else AnswerForm(prefix=f"a{request.pk}")


@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm (`does=confirm`) or refuse the role that somebody asked for themselves, or take it back."""
    access.require(request.user, Permission.CONFIRM_ROLE)
    asked = get_object_or_404(RoleRequest, pk=pk)
    form = AnswerForm(request.POST, prefix=f"a{pk}")
    if form.is_valid():
        with refusals_in(form):
            done = roles.answer_request(
                asked, by=request.user, confirms=request.POST.get("does") == "confirm",
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            messages.success(request, f"{done.get_answer_display()}: {words_of(done)}.")
            return redirect("schools:people")
    if form.non_field_errors():
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect("schools:people")
    return _list(request, pk, form)


@require_http_methods(SHOWN_OR_SENT)
def invite(request: SignedIn) -> HttpResponse:
    """Ask one person in."""
    access.require(request.user, Permission.KEEP_PEOPLE)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = leaving.invite(by=request.user, wanted=form.wanted, **form.person)
            messages.success(request, what_was_done(made))
            return redirect("schools:person", made.person_id)
    return _form(request, "schools/people/invite.html", form)


@require_http_methods(SHOWN_OR_SENT)
def bring(request: SignedIn) -> HttpResponse:
    """Ask many people in from a table."""
    access.require(request.user, Permission.KEEP_PEOPLE)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BringForm(*sent)
    if form.is_valid():
        try:
            count = bring_people(*form.read(), by=request.user)
        except WrongTable as wrong:
            put_errors(form, ValidationError(wrong.faults))
        else:
            messages.success(request, f"{count} {'person is' if count == 1 else 'people are'} invited.")
            return redirect("schools:people")
    return _form(request, "schools/people/bring.html", form)


@require_safe
def table(request: SignedIn) -> HttpResponse:
    """The table to fill in."""
    access.require(request.user, Permission.KEEP_PEOPLE)
    return download(people_workbook(), "people.xlsx", MEDIA["xlsx"])


def _form(request: SignedIn, template: str, form: Any) -> HttpResponse:
    return render(request, template, {"form": form}, status=UNFIT if form.errors else 200)
