"""The page for requests: a copy for the person it is about, and what can be released to anyone."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from governance.disclosure import person as people
from governance.disclosure import released
from governance.disclosure.forms import PersonForm, TermForm
from schools import access
from schools.access import Permission
from trust.listing import download
from trust.requests import SignedIn

ZIP = "application/zip"


@require_safe
def requests(request: SignedIn) -> HttpResponse:
    """Both forms, and what each of them hands out."""
    access.require(request.user, Permission.DISCLOSE)
    return _page(request, PersonForm(), TermForm())


@require_POST
def of_person(request: SignedIn) -> HttpResponse:
    """The copy, made now and kept nowhere."""
    access.require(request.user, Permission.DISCLOSE)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, form, TermForm(), status=422)
    person = form.cleaned_data["person"]
    made = people.disclose(person, by=request.user, reason=form.cleaned_data["reason"])
    return _private(made, f"about-{slugify(person.name)}.zip")


@require_POST
def of_term(request: SignedIn) -> HttpResponse:
    """What can be released, made now and kept nowhere."""
    access.require(request.user, Permission.DISCLOSE)
    form = TermForm(request.POST)
    if not form.is_valid():
        return _page(request, PersonForm(), form, status=422)
    term = form.cleaned_data["term"]
    return _private(released.release(term, by=request.user), f"release-{term.slug}.zip")


def _page(request: SignedIn, person: forms.Form, term: forms.Form, status: int = 200) -> HttpResponse:
    context = {"person_form": person, "term_form": term, "form": person if person.errors else term}
    return render(request, "governance/disclosure/requests.html", context, status=status)


def _private(content: bytes, name: str) -> HttpResponse:
    answer = download(content, name, ZIP)
    answer["Cache-Control"] = "no-store"
    return answer
