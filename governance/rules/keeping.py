"""Pages on which the list of obligations is kept, and a policy taken off its list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.bodies.views import CONFLICT, UNFIT
from governance.models import Obligation
from governance.rules import actions, obliging, queries
from governance.rules.actions import RuleConflict
from governance.rules.filters import ObligationFilter
from governance.rules.forms import ObligationForm
from governance.rules.tables import ObligationTable, obligation_row
from schools import access
from schools.access import Permission
from trust.forms import refusals_in
from trust.listing import listed
from trust.requests import SignedIn, posted, whole_number

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Everything that must be filed or published each year."""
    access.require(request.user, Permission.KEEP_RULES)
    every = queries.obligations()
    asked = ObligationFilter(request.GET, queryset=every)
    table = ObligationTable([obligation_row(each) for each in asked.qs])
    if taken := listed(request, table, title="What must be filed"):
        return taken
    context = {"table": table, "filter": asked, "is_empty": not every.exists()}
    return render(request, "governance/rules/obligation_list.html", context)


@require_http_methods(BOTH)
def add(request: SignedIn) -> HttpResponse:
    """Put one more on the list."""
    access.require(request.user, Permission.KEEP_RULES)
    form = ObligationForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = obliging.add_obligation(by=request.user, **form.facts)
            messages.success(
                request, f"{made.title} is on the list. It stands in each year opened from now on."
            )
            return redirect("governance:obligation_list")
    return _form_page(request, form, None, UNFIT if form.errors else 200)


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Say it anew; where somebody else did meanwhile, both are shown."""
    access.require(request.user, Permission.KEEP_RULES)
    held = get_object_or_404(queries.obligations(), pk=pk)
    names = [name for name in (*ObligationForm.base_fields, "kpi") if name != "seen"]
    initial = {name: getattr(held, name) for name in names} | {"seen": obliging.stamp(held)}
    form = ObligationForm(posted(request), held=held, initial=initial)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            with refusals_in(form):
                obliging.change_obligation(held, by=request.user, seen=seen, **form.facts)
                messages.success(request, "Saved.")
                return redirect("governance:obligation_list")
        except RuleConflict as conflict:
            form.data = request.POST.copy()
            form.data["seen"] = obliging.stamp(conflict.standing)
            return _form_page(request, form, held, CONFLICT, conflict.standing)
    return _form_page(request, form, held, UNFIT if form.errors else 200)


@require_POST
def retire(request: SignedIn, pk: int) -> HttpResponse:
    """Keep it no more, or take it up again."""
    access.require(request.user, Permission.KEEP_RULES)
    held = get_object_or_404(Obligation, pk=pk)
    is_back = "back" in request.POST
    obliging.retire_obligation(held, by=request.user, back=is_back)
    said = "is on the list again" if is_back else "is kept no more. Dates of years that were opened stay"
    messages.success(request, f"{held.title} {said}.")
    return redirect("governance:obligation_list")


@require_POST
def retire_policy(request: SignedIn, pk: int) -> HttpResponse:
    """Take a policy off the list."""
    held = queries.policy_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_RULES, actions.subject_of(held.school))
    seen = whole_number(request.POST.get("seen_version", ""))
    try:
        actions.retire_policy(held, by=request.user, seen_version=seen)
    except RuleConflict:
        messages.warning(request, "Somebody else has changed it since you opened this page. Look again.")
        return redirect("governance:policy", held.pk)
    messages.success(request, f"{held.title} is off the list.")
    return redirect("governance:policies")


def _form_page(
    request: SignedIn,
    form: ObligationForm,
    held: Obligation | None,
    status: int,
    standing: Obligation | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "held": held,
        "standing": standing,
        "back": reverse("governance:obligation_list"),
    }
    return render(request, "governance/rules/obligation_form.html", context, status=status)
