"""The page on which an inspection is noted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from schools import access
from schools.access import Permission
from schools.categories.actions import subject_of
from schools.categories.forms import (
    VisitForm,
)
from schools.categories.inspecting import note_inspection
from schools.categories.place import school_or_trust
from schools.models import Regime, School
from trust.lifecycle import Refused
from trust.requests import SignedIn, posted


@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: SignedIn, slug: str) -> HttpResponse:
    """Note an inspection; `?regime=` chooses the framework and with it the grades to choose from."""
    school = school_or_trust(request, slug)
    if school is None:
        raise Http404
    access.require(request.user, Permission.KEEP_COMPLIANCE, subject_of(school))
    asked = request.POST.get("regime") or request.GET.get("regime") or Regime.REPORT_CARD
    regime = asked if asked in Regime.values else Regime.REPORT_CARD
    form = VisitForm(posted(request), regime=regime, initial={"regime": regime, "kind": "graded"})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _note(request, school, form)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, "The inspection is noted.")
                return redirect("schools:standing", school.slug)
    context = {"school": school, "form": form, "regime": regime, "regimes": Regime.choices}
    return render(request, "schools/inspection.html", context, status=status)


def _note(request: SignedIn, school: School, form: VisitForm) -> None:
    given: dict[str, Any] = form.cleaned_data
    note_inspection(
        school,
        by=request.user,
        on=given["on"],
        regime=given["regime"],
        kind=given["kind"],
        grades=form.grades(),
        safeguarding_met={"yes": True, "no": False}.get(given["safeguarding"]),
        outcome=given["outcome"],
        url=given["url"],
    )
