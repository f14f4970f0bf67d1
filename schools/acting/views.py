"""The page on which an acting head is named, with those who were."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from schools import access
from schools.access import Permission, Subject
from schools.acting import actions
from schools.acting.forms import ActingHeadForm
from schools.acting.queries import colleagues_at, stretch_or_404, stretches_of
from schools.models import Appointment, School
from trust import clock
from trust.dates import full_date
from trust.forms import refusals_in
from trust.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def acting_head(request: SignedIn, slug: str) -> HttpResponse:
    """Name an acting head for a stretch of days, and see who has been one."""
    school = _school(request, slug)
    colleagues = colleagues_at(school, request.user)
    form = ActingHeadForm(request.POST or None, colleagues=colleagues, initial={"first": clock.today()})
    if request.method == "POST" and form.is_valid():
        named = _name(request, school, form)
        if named is not None:
            words = f"From {full_date(named.starts)} on, {_told(form)} signs as acting headteacher."
            messages.success(request, words)
            return redirect("schools:acting_head", school.slug)
    context = {
        "school": school,
        "form": form,
        "stretches": stretches_of(school),
        "is_acting_self": access.is_acting_head(request.user, school.pk),
    }
    return render(request, "schools/acting_head.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """End an acting head's time."""
    school = _school(request, slug)
    ended = actions.end_acting_head(stretch_or_404(school, pk), by=request.user)
    messages.success(request, f"{ended.person.name} is not acting head any more, and is told by e-mail.")
    if not access.allows(request.user, Permission.NAME_ACTING_HEAD, Subject("school", school=school.pk)):
        return redirect("/")
    return redirect("schools:acting_head", school.slug)


def _school(request: SignedIn, slug: str) -> School:
    school = access.school_or_404(request.user, slug)
    access.require(request.user, Permission.NAME_ACTING_HEAD, Subject("school", school=school.pk))
    return school


def _name(request: SignedIn, school: School, form: ActingHeadForm) -> Appointment | None:
    """The appointment, or None where the form says why there is none."""
    given: dict[str, Any] = form.cleaned_data
    days = {"first": given["first"], "last": given["last"]}
    with refusals_in(form):
        if given["to"] is not None:
            return actions.name_acting_head(school, by=request.user, person=given["to"], **days)
        return actions.name_acting_head_by_email(
            school, by=request.user, name=given["name"], email=given["email"], **days
        )
    return None


def _told(form: ActingHeadForm) -> str:
    chosen = form.cleaned_data["to"]
    return str(chosen.name if chosen is not None else form.cleaned_data["name"])
