"""The year's plan: what is in it, its budget, and the needs that it answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import NeedSource, Skill, TrainingActivity
from governance.training import actions, effects, queries, sight
from governance.training.actions import TrainingConflict
from governance.training.bars import bar
from governance.training.budget import share
from governance.training.filters import ActivityFilter
from governance.training.forms import BudgetForm, NeedForm
from governance.training.tables import PlanTable, plan_row
from schools import access
from schools.access import Permission
from schools.models import Body
from trust import clock
from trust.listing import listed, pounds
from trust.requests import SignedIn
from trust.terms import academic_year

BOTH = ["GET", "HEAD", "POST"]
UNFIT, CONFLICT = 422, 409


@require_safe
def plan(request: SignedIn) -> HttpResponse:
    """Everything in the plan of a year, with its money and its needs."""
    access.require(request.user, Permission.SEE_SKILLS, sight.TRUST)
    today = clock.today()
    year = _year(request)
    shown = queries.year_shown(request.user, today, year)
    every = TrainingActivity.objects.filter(plan__year=shown.year)
    chosen = ActivityFilter(request.GET, queryset=every, request=request)
    kept = set(chosen.qs.values_list("pk", flat=True))
    lifted = effects.lifted(row.activity for row in shown.rows)
    table = PlanTable([plan_row(row, lifted) for row in shown.rows if row.activity.pk in kept])
    if taken := listed(request, table, title=f"Training plan {shown.year}"):
        return taken
    needs = sight.needs_for(request.user).filter(Q(plan__year=shown.year))
    context = shell(request) | {
        "plan": shown,
        "money_bar": bar(shown.money),
        "table": table,
        "filter": chosen,
        "needs": [_need_line(need) for need in needs.prefetch_related("activities__needs")],
        "years": [shown.year - 1, shown.year + 1],
    }
    return render(request, "governance/training/plan.html", context)


@require_http_methods(BOTH)
def budget(request: SignedIn) -> HttpResponse:
    """What the year may cost."""
    require_keeper(request)
    held = actions.plan_of(academic_year(clock.today()))
    initial = {"budget": held.budget, "note": held.note, "seen": held.version}
    form = BudgetForm(request.POST if request.method == "POST" else None, initial=initial)
    status, standing = 200, None
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                actions.set_budget(held, by=request.user, **form.cleaned_data)
            except TrainingConflict as conflict:
                status, standing = CONFLICT, conflict.standing
                typed = request.POST.copy()
                typed["seen"] = str(standing.version)
                form = BudgetForm(typed)
            else:
                messages.success(request, "The budget has been set.")
                return redirect("governance:training")
    context = shell(request) | {
        "form": form,
        "standing": standing,
        "title": "Budget of the year",
        "verb": "Save",
    }
    return render(request, "governance/training/form.html", context, status=status)


@require_http_methods(BOTH)
def add_need(request: SignedIn) -> HttpResponse:
    """Note a need; one that was chosen on a gap comes with its skill and body."""
    require_keeper(request)
    form = NeedForm(request.POST if request.method == "POST" else None, initial=_of_gap(request))
    if request.method == "POST" and form.is_valid():
        plan = actions.plan_of(academic_year(clock.today()))
        need = actions.add_need(plan, by=request.user, **form.cleaned_data)
        messages.success(request, "The need is in the plan. Say now what is done about it.")
        return redirect(f"{reverse('governance:add_activity')}?need={need.pk}")
    context = shell(request) | {"form": form, "title": "Add a training need", "verb": "Add the need"}
    return render(request, "governance/training/form.html", context, status=UNFIT if form.errors else 200)


@require_POST
def meet_need(request: SignedIn, pk: int) -> HttpResponse:
    """A need is met, or is not after all."""
    need = sight.needs_for(request.user).filter(pk=pk).first()
    if need is None:
        raise Http404
    require_keeper(request)
    actions.meet_need(need, by=request.user, met=request.POST.get("open") != "yes")
    messages.success(request, "Noted.")
    return redirect("governance:training")


def shell(request: SignedIn) -> dict[str, Any]:
    """What every page of the room prints around its own."""
    return {
        "keeps_training": sight.keeps_training(request.user),
        "sees_names": sight.sees_names(request.user),
        "sees_plan": sight.sees_plan(request.user),
    }


def require_keeper(request: SignedIn) -> None:
    access.require(request.user, Permission.KEEP_TRAINING, sight.TRUST)


def _year(request: SignedIn) -> int | None:
    typed = request.GET.get("year", "")
    return int(typed) if len(typed) == 4 and typed.isdecimal() else None


def _of_gap(request: SignedIn) -> dict[str, Any]:
    """What an address that comes from a gap fills in; what it does not know is left out."""
    skill = Skill.objects.filter(pk__in=_number(request, "skill")).first()
    body = Body.objects.filter(pk__in=_number(request, "body")).first()
    if skill is None:
        return {"body": body, "source": NeedSource.OTHER}
    return {"text": skill.title, "skill": skill, "body": body, "source": NeedSource.SKILLS_AUDIT}


def _number(request: SignedIn, name: str) -> list[int]:
    typed = request.GET.get(name, "")
    return [int(typed)] if typed.isdecimal() and len(typed) < 10 else []


def _need_line(need: Any) -> dict[str, Any]:
    kept = [each for each in need.activities.all() if each.state != "cancelled"]
    costs = sum(
        (share(each.cost, len(each.needs.all())) for each in kept), start=share(need.plan.budget * 0, 1)
    )
    return {"need": need, "activities": kept, "cost": pounds(costs)}
