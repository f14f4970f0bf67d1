"""The steps of setting up, a page each; what another room keeps is done on that room's page."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.founding import actions
from governance.founding.calendar import (
    date_terms,
    lay_out_years,
    next_year_of,
    read_terms,
    terms_workbook,
)
from governance.founding.forms import (
    AreasForm,
    SchoolForm,
    TermsForm,
    TrustForm,
    YearForm,
)
from governance.founding.standing import LEFT_OUT, address_of, founding, steps_for
from governance.models import SetUpStep
from schools import access
from schools.access import Permission
from schools.models import School
from schools.people.forms import InviteForm
from schools.people.leaving import invite
from schools.people.queries import accounts
from schools.people.words import what_was_done
from trust import clock
from trust.forms import put_errors, refusals_in
from trust.lifecycle import Refused
from trust.models import Area, Term
from trust.queries import forget_trust, require_trust
from trust.requests import SignedIn
from trust.tables.heads import WrongTable
from trust.terms import academic_year

SHOWN_OR_SENT: Final = ["GET", "HEAD", "POST"]
UNFIT: Final = 422
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ELSEWHERE: Final = (SetUpStep.KPIS, SetUpStep.PLAN, SetUpStep.PAST)


@require_http_methods(SHOWN_OR_SENT)
def trust(request: SignedIn) -> HttpResponse:
    """The trust itself."""
    _enter(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TrustForm(require_trust(), *sent)
    if form.is_valid():
        with refusals_in(form):
            actions.describe_trust(by=request.user, **form.wanted)
            messages.success(request, "The trust is kept.")
            return redirect("governance:set_up")
        forget_trust()
    return _page(request, SetUpStep.TRUST, form=form)


@require_http_methods(SHOWN_OR_SENT)
def schools(request: SignedIn) -> HttpResponse:
    """Schools: from the register, on its own page, or typed in here."""
    _enter(request)
    form = SchoolForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            added = actions.add_school(by=request.user, **form.cleaned_data)
            messages.success(request, f"{added.name} is added.")
            return redirect("governance:set_up_schools")
    return _page(request, SetUpStep.SCHOOLS, form=form, schools=School.objects.all())


@require_http_methods(SHOWN_OR_SENT)
def terms(request: SignedIn) -> HttpResponse:
    """Terms and board dates: the usual English year as a proposal, or a table of dates.

    Years to come are laid out here after setting up as well.
    """
    access.require(request.user, Permission.KEEP_SETTINGS)
    known = list(Term.objects.all())
    this_year, sent = academic_year(clock.today()), request.method == "POST"
    year = YearForm(
        this_year, request.POST if sent and "usual" in request.POST else None,
        initial={"first": next_year_of(known, clock.today())},
    )  # fmt: skip
    table = TermsForm(request.POST, request.FILES) if sent and "table" in request.POST else TermsForm()
    if year.is_valid():
        added = lay_out_years(year.cleaned_data["first"], by=request.user)
        messages.success(
            request, f"{len(added)} terms are laid out. They are provisional until you set them."
        )
        return redirect("governance:set_up_terms")
    if table.is_valid() and _dated(request, table):
        return redirect("governance:set_up_terms")
    return _page(
        request, SetUpStep.TERMS, form=table if table.errors else year, year=year, table=table, terms=known
    )


@require_safe
def terms_table(request: SignedIn) -> HttpResponse:
    """The table to fill in, with what is in the calendar already."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    answer = HttpResponse(terms_workbook(Term.objects.all()), content_type=WORKBOOK)
    answer["Content-Disposition"] = 'attachment; filename="terms.xlsx"'
    return answer


@require_http_methods(SHOWN_OR_SENT)
def areas(request: SignedIn) -> HttpResponse:
    """Areas of oversight of the starter list."""
    _enter(request)
    form = AreasForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            added = actions.choose_areas(form.cleaned_data["areas"], by=request.user)
            actions.settle(SetUpStep.AREAS, by=request.user)
            messages.success(request, f"{len(added)} area{'' if len(added) == 1 else 's'} added.")
            return redirect("governance:set_up")
    return _page(request, SetUpStep.AREAS, form=form, areas=Area.objects.all())


@require_http_methods(SHOWN_OR_SENT)
def people(request: SignedIn) -> HttpResponse:
    """Who is in the portal, and a form to invite somebody."""
    _enter(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = invite(by=request.user, wanted=form.wanted, **form.person)
            messages.success(request, what_was_done(made))
            return redirect("governance:set_up_people")
    return _page(request, SetUpStep.PEOPLE, form=form, people=[each for each in accounts() if each.held])


@require_safe
def elsewhere(request: SignedIn, step: str) -> HttpResponse:
    """A step that is done on the pages of another room: KPIs, the plan, past returns."""
    _enter(request)
    if step not in ELSEWHERE:
        raise Http404
    return _page(request, SetUpStep(step))


@require_POST
def settle(request: SignedIn, step: str) -> HttpResponse:
    """Call a step done (`did=done`), leave it out (`did=skip`), or open it again (`did=again`)."""
    _enter(request)
    did = request.POST.get("did", "")
    if step not in SetUpStep.values or did not in {"done", "skip", "again"}:
        raise Http404
    if did == "again":
        actions.take_up(step, by=request.user)
        return redirect(address_of(SetUpStep(step)))
    try:
        actions.settle(step, by=request.user, is_skipped=did == "skip")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(SetUpStep(step)))
    return redirect("governance:set_up")


def _enter(request: SignedIn) -> None:
    """Who keeps the settings, and only while setting up is under way."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    actions.require_open()


def _dated(request: SignedIn, form: TermsForm) -> bool:
    try:
        dated = date_terms(read_terms(*form.read()), by=request.user)
    except WrongTable as wrong:
        put_errors(form, ValidationError(wrong.faults))
        return False
    messages.success(request, f"{len(dated)} terms have the dates of your table.")
    return True


def _page(request: SignedIn, step: SetUpStep, *, form: Any = None, **more: Any) -> HttpResponse:
    steps = steps_for(request.user)
    line = next(each for each in steps if each.step == step)
    known = founding()
    context = {"line": line, "steps": steps, "left_out": LEFT_OUT[step], "form": form, **more}
    context["is_open"] = known is not None and known.is_open
    status = UNFIT if form is not None and form.errors else 200
    return render(request, f"governance/founding/{step}.html", context, status=status)
