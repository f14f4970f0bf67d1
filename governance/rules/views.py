"""Pages of the room: policies with their reviews, and the dates of what must be filed or published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.bodies.views import CONFLICT, UNFIT
from governance.models import ObligationDate, Policy
from governance.rules import actions, queries
from governance.rules.actions import RuleConflict
from governance.rules.filters import DateFilter, PolicyFilter
from governance.rules.forms import ApprovalForm, DateForm, PolicyForm
from governance.rules.tables import DateTable, PolicyTable, date_row, policy_row
from schools import access
from schools.access import Permission
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.listing import listed
from trust.requests import SignedIn, posted, whole_number
from trust.terms import academic_year, year_name

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def policies(request: SignedIn) -> HttpResponse:
    """Every policy that the person sees, the longest overdue first."""
    access.require(request.user, Permission.SEE_COMPLIANCE)
    seen, today = queries.policies_for(request.user), clock.today()
    asked = PolicyFilter(request.GET, queryset=seen, request=request)
    table = PolicyTable([policy_row(each, today) for each in asked.qs])
    if taken := listed(request, table, title="Policies"):
        return taken
    late = seen.filter(next_review__lt=today).count()
    context = _shell(request) | {"table": table, "filter": asked, "late": late, "number": seen.count()}
    return render(request, "governance/rules/policies.html", context)


@require_http_methods(BOTH)
def add_policy(request: SignedIn) -> HttpResponse:
    """Put a policy on the list."""
    access.require(request.user, Permission.KEEP_RULES)
    form = PolicyForm(posted(request), initial={"cycle_months": 12})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = actions.add_policy(form.facts, by=request.user)
            messages.success(request, f"{made.title} is on the list.")
            return redirect("governance:policy", made.pk)
    context = _shell(request) | {
        "form": form,
        "title": "Add a policy",
        "back": reverse("governance:policies"),
    }
    return render(request, "governance/rules/policy_form.html", context, status=UNFIT if form.errors else 200)


@require_safe
def policy(request: SignedIn, pk: int) -> HttpResponse:
    """A policy, the procedures under it, and when it is looked at again."""
    return _policy_page(request, queries.policy_or_404(request.user, pk))


@require_http_methods(BOTH)
def change_policy(request: SignedIn, pk: int) -> HttpResponse:
    """Change what is said of it."""
    held = queries.policy_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_RULES, actions.subject_of(held.school))
    names = [*PolicyForm.base_fields, "under", "body"]
    initial = {name: getattr(held, name) for name in names if name != "seen_version"}
    form = PolicyForm(posted(request), held=held, initial=initial | {"seen_version": held.version})
    standing, status = None, 200
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        try:
            with refusals_in(form):
                actions.change_policy(held, form.facts, by=request.user, seen_version=seen)
                messages.success(request, "Saved.")
                return redirect("governance:policy", held.pk)
        except RuleConflict as conflict:
            standing, status = conflict.standing, CONFLICT
            _answer_newer(form, conflict)
    back = reverse("governance:policy", args=[held.pk])
    context = _shell(request) | {"form": form, "title": held.title, "standing": standing, "back": back}
    return render(
        request, "governance/rules/policy_form.html", context, status=UNFIT if form.errors else status
    )


@require_POST
def approve_policy(request: SignedIn, pk: int) -> HttpResponse:
    """Record that it was approved; the next review follows."""
    held = queries.policy_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_RULES, actions.subject_of(held.school))
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return _policy_page(request, held, form, status=UNFIT)
    try:
        actions.review_policy(held, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("approved_on", str(refusal))
        return _policy_page(request, held, form, status=UNFIT)
    except RuleConflict as conflict:
        _answer_newer(form, conflict)
        form.add_error(None, f"{conflict} How it stands now is on this page; save again if it still holds.")
        return _policy_page(request, queries.policy_or_404(request.user, pk), form, status=CONFLICT)
    messages.success(request, "Recorded. The next review is set.")
    return redirect("governance:policy", held.pk)


def _policy_page(
    request: SignedIn, held: Policy, form: ApprovalForm | None = None, status: int = 200
) -> HttpResponse:
    today = clock.today()
    standing, tone = queries.policy_standing(held, today)
    keeps = access.allows(request.user, Permission.KEEP_RULES, actions.subject_of(held.school))
    context = _shell(request) | {
        "policy": held,
        "standing": standing,
        "tone": tone,
        "procedures": queries.policies_for(request.user).filter(under=held),
        "form": (form or ApprovalForm(initial={"seen_version": held.version})) if keeps else None,
        "bound": form,
    }
    return render(request, "governance/rules/policy.html", context, status=status)


@require_safe
def obligations(request: SignedIn) -> HttpResponse:
    """What must be filed or published in an academic year, `?year=2026` for 2026/27."""
    access.require(request.user, Permission.SEE_COMPLIANCE)
    year, today = _year(request), clock.today()
    seen = queries.dates_for(request.user).filter(year=year)
    asked = DateFilter(request.GET, queryset=seen, request=request)
    table = DateTable([date_row(each, today) for each in asked.qs])
    if taken := listed(request, table, title=f"Dates {year_name(year).replace('/', '-')}"):
        return taken
    known = ObligationDate.objects.order_by("-year").values_list("year", flat=True).distinct()
    years = sorted({*known, academic_year(today)}, reverse=True)
    waiting = seen.filter(done_on__isnull=True)
    context = _shell(request) | {
        "table": table,
        "filter": asked,
        "year": year,
        "year_name": year_name(year),
        "years": [(each, year_name(each)) for each in years],
        "is_empty": not seen.exists(),
        "late": waiting.filter(due_on__lt=today).count(),
        "unconfirmed": waiting.filter(due_on__isnull=True).count(),
        "next": waiting.filter(due_on__gte=today).first(),
    }
    return render(request, "governance/rules/obligations.html", context)


@require_POST
def open_year(request: SignedIn) -> HttpResponse:
    """Open the dates of a year, with the starter obligations where there are none."""
    access.require(request.user, Permission.KEEP_RULES)
    year = _year(request)
    actions.begin_obligations(by=request.user)
    made = actions.open_year(year, by=request.user)
    messages.success(request, f"{len(made)} dates of {year_name(year)} are on the list.")
    return redirect(f"{reverse('governance:obligations')}?year={year}")


@require_http_methods(BOTH)
def obligation_date(request: SignedIn, pk: int) -> HttpResponse:
    """One obligation in one year: its rule, its date, and that it is done."""
    held = queries.date_or_404(request.user, pk)
    keeps = access.allows(request.user, Permission.KEEP_RULES)
    if request.method == "POST":
        access.require(request.user, Permission.KEEP_RULES)
    initial = {name: getattr(held, name) for name in DateForm.base_fields if name != "seen_version"}
    form = DateForm(posted(request), initial=initial | {"seen_version": held.version})
    standing, status = None, 200
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        try:
            with refusals_in(form):
                actions.keep_date(held, form.facts, by=request.user, seen_version=seen)
                messages.success(request, "Saved.")
                return redirect(f"{reverse('governance:obligations')}?year={held.year}")
        except RuleConflict as conflict:
            standing, status = conflict.standing, CONFLICT
            _answer_newer(form, conflict)
    word, tone = queries.date_standing(held, clock.today())
    shown: dict[str, Any] = {"row": held, "form": form if keeps else None, "standing": standing}
    shown |= {"word": word, "tone": tone, "year_name": year_name(held.year)}
    status = UNFIT if form.errors else status
    return render(request, "governance/rules/obligation.html", _shell(request) | shown, status=status)


def _shell(request: SignedIn) -> dict[str, Any]:
    return {"keeps": access.allows(request.user, Permission.KEEP_RULES)}


def _year(request: SignedIn) -> int:
    asked = request.GET.get("year") or request.POST.get("year")
    year = whole_number(asked) if asked else academic_year(clock.today())
    return year if 2000 <= year <= 2100 else academic_year(clock.today())


def _answer_newer(form: Any, conflict: RuleConflict) -> None:
    """The next save answers the version that stands now."""
    form.data = form.data.copy()
    form.data["seen_version"] = str(conflict.standing.version)
