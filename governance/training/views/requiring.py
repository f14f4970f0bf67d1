"""Required training on the page: who owes what, what is required and of whom."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import Requirement
from governance.training import requiring, sight
from governance.training.actions import TrainingConflict
from governance.training.due import Standing
from governance.training.filters import OwedFilter
from governance.training.forms import RequirementForm
from governance.training.owing import owing, reach
from governance.training.tables import OwedTable, ReachTable, owed_row, reach_row
from governance.training.views.plan import BOTH, CONFLICT, UNFIT, require_keeper, shell
from schools import access
from schools.access import Permission
from schools.models import BodyKind
from trust import clock
from trust.forms import refusals_in
from trust.listing import listed
from trust.requests import SignedIn, posted
from trust.terms import academic_year

NEW: Final[dict[str, Any]] = {"within_days": 90, "body_kinds": [BodyKind.BOARD, BodyKind.LOCAL]}


@require_safe
def required(request: SignedIn) -> HttpResponse:
    """Who owes what (to those who see names), and how many people of each body were trained this year."""
    access.require(request.user, Permission.SEE_SKILLS, sight.TRUST)
    today = clock.today()
    names = sight.sees_names(request.user)
    rows = owing(today)
    chosen = OwedFilter(request.GET, queryset=Requirement.objects.all(), request=request)
    table = OwedTable([owed_row(row) for row in chosen.left_of(rows)] if names else [])
    reached = ReachTable([reach_row(each) for each in reach(academic_year(today), today)])
    if taken := listed(request, table if names else reached, title="Required training"):
        return taken
    counts = {standing: sum(row.owed.standing is standing for row in rows) for standing in Standing}
    context = shell(request) | {
        "table": table,
        "reached": reached,
        "counts": counts,
        "overdue": counts[Standing.OVERDUE],
        "filter": chosen,
        "requirements": Requirement.objects.filter(retired_on__isnull=True),
        "retired": Requirement.objects.filter(retired_on__isnull=False),
    }
    return render(request, "governance/training/required.html", context)


@require_POST
def start_required(request: SignedIn) -> HttpResponse:
    """Begin with the starter list of required training."""
    require_keeper(request)
    added = requiring.start_requirements(by=request.user)
    messages.success(request, f"{added} added.")
    return redirect("governance:required")


@require_http_methods(BOTH)
def add(request: SignedIn) -> HttpResponse:
    """Require something more."""
    require_keeper(request)
    return _page(request, None, NEW)


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change what is required, and of whom."""
    require_keeper(request)
    found = get_object_or_404(Requirement, pk=pk)
    names = [name for name in RequirementForm.base_fields if name != "seen"]
    said = {name: getattr(found, name) for name in names}
    return _page(request, found, said | {"seen": requiring.stamp(found)})


@require_POST
def retire(request: SignedIn, pk: int) -> HttpResponse:
    """Require it of nobody, or of everyone again."""
    require_keeper(request)
    found = get_object_or_404(Requirement, pk=pk)
    back = request.POST.get("back") == "yes"
    requiring.retire_requirement(found, by=request.user, back=back)
    messages.success(request, f"{found.title} is {'required again' if back else 'no longer required'}.")
    return redirect("governance:required")


def _page(request: SignedIn, found: Requirement | None, initial: dict[str, Any]) -> HttpResponse:
    form, standing = RequirementForm(posted(request), initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_in(form):
                kept = requiring.save_requirement(found, by=request.user, **form.cleaned_data)
                messages.success(request, f"{kept.title} has been saved.")
                return redirect("governance:required")
        except TrainingConflict as conflict:
            standing = conflict.standing
            form.data = request.POST.copy()
            form.data["seen"] = requiring.stamp(standing)
    context = shell(request) | {"form": form, "requirement": found, "standing": standing}
    status = CONFLICT if standing else UNFIT if form.errors else 200
    return render(request, "governance/training/requirement.html", context, status=status)
