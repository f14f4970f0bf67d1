"""An activity of the plan: its page, and the forms that add it, change it and move it on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.bodies.sight import held_on
from governance.models import ActivityState, TrainingActivity
from governance.training import actions, effects, queries, sight
from governance.training.actions import TrainingConflict
from governance.training.forms import TrainingForm
from governance.training.views.plan import BOTH, CONFLICT, UNFIT, require_keeper, shell
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.models import User
from trust.requests import SignedIn
from trust.terms import academic_year

FIELDS = ("title", "form", "provider", "on", "cost", "paid", "requirement", "url")
NEXT = {
    ActivityState.PLANNED: (
        (ActivityState.TO_BOOK, "It is to be booked"),
        (ActivityState.BOOKED, "It is booked"),
    ),
    ActivityState.TO_BOOK: ((ActivityState.BOOKED, "It is booked"), (ActivityState.PLANNED, "Only planned")),
    ActivityState.BOOKED: (
        (ActivityState.DONE, "It is complete"),
        (ActivityState.TO_BOOK, "Not booked after all"),
    ),
    ActivityState.DONE: (),
    ActivityState.CANCELLED: ((ActivityState.PLANNED, "Plan it again"),),
}


@require_safe
def activity(request: SignedIn, pk: int) -> HttpResponse:
    """What it is, who goes, and what it changed."""
    found = sight.activity_or_404(request.user, pk)
    today = clock.today()
    rows = found.attendances.select_related("person")
    if not sight.sees_names(request.user):
        rows = rows.filter(person=request.user)
    skills = {
        need.skill_id: need.skill.title
        for need in found.needs.select_related("skill")
        if need.skill and (not need.person_id or sight.keeps_training(request.user))
    }
    moved = effects.moves(rows, {pk: title for pk, title in skills.items() if pk is not None})
    row = queries.rows_of([found], today)[0]
    context = shell(request) | {
        "activity": found,
        "row": row,
        "people": [(each, moved.get(each.pk, [])) for each in rows],
        "next": NEXT[ActivityState(found.state)],
        "may_cancel": found.state not in (ActivityState.DONE, ActivityState.CANCELLED),
        "to_mark": found.on is not None
        and found.on <= today
        and any(each.state in ("invited", "booked") for each in rows),
        "bodies": found.bodies.all(),
        "to_add": _to_add(found) if sight.keeps_training(request.user) else [],
        "needs": sight.needs_for(request.user).filter(activities=found),
    }
    return render(request, "governance/training/activity.html", context)


@require_http_methods(BOTH)
def add(request: SignedIn) -> HttpResponse:
    """Add something to the plan; from a need, with the need ticked."""
    require_keeper(request)
    needs = sight.needs_for(request.user).filter(plan__year__gte=academic_year(clock.today()), met_on=None)
    typed = request.GET.get("need", "")
    wanted = needs.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 10 else None
    initial: dict[str, Any] = {"cost": 0}
    if wanted:
        initial |= {
            "title": wanted.text,
            "needs": [wanted.pk],
            "bodies": [wanted.body_id] if wanted.body_id else [],
        }
    form = TrainingForm(request.POST if request.method == "POST" else None, needs=needs, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given.pop("seen")
        plan = actions.plan_of(academic_year(given["on"] or clock.today()))
        with refusals_in(form):
            made = actions.add_activity(plan, by=request.user, **given)
            messages.success(request, f"{made.title} is in the plan. Add the people now.")
            return redirect("governance:activity", made.pk)
    return _page(request, form, {"title": "Add training", "verb": "Add it to the plan"})


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change what is planned."""
    found = sight.activity_or_404(request.user, pk)
    require_keeper(request)
    needs = sight.needs_for(request.user).filter(plan=found.plan)
    initial = {name: getattr(found, name) for name in FIELDS} | {
        "bodies": found.bodies.all(), "needs": found.needs.all(), "seen": found.version,
    }  # fmt: skip
    form = TrainingForm(
        request.POST if request.method == "POST" else None, needs=needs, is_new=False, initial=initial
    )
    page: dict[str, Any] = {"title": f"Change {found.title}", "verb": "Save", "activity": found}
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given.pop("key")
        try:
            with refusals_in(form):
                actions.change_activity(found, by=request.user, **(given | {"seen": given["seen"] or 0}))
                messages.success(request, f"{given['title']} has been changed.")
                return redirect("governance:activity", found.pk)
        except TrainingConflict as conflict:
            typed = request.POST.copy()
            typed["seen"] = str(conflict.standing.version)
            again = TrainingForm(typed, needs=needs, is_new=False)
            return _page(request, again, page | {"standing": conflict.standing}, CONFLICT)
    return _page(request, form, page)


@require_POST
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Move it on: to book, booked, complete, cancelled."""
    found = sight.activity_or_404(request.user, pk)
    require_keeper(request)
    to = request.POST.get("to", "")
    try:
        if to not in ActivityState.values:
            raise Refused("Choose one of the buttons.")
        moved = actions.move_activity(found, by=request.user, to=to)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{moved.title}: {moved.get_state_display().lower()}.")
    return redirect("governance:activity", pk)


def _to_add(found: TrainingActivity) -> list[User]:
    """Who is of the audience and not on it yet."""
    seats = held_on(clock.today()).filter(body__kind__in=queries.GOVERNING)
    bodies = list(found.bodies.values_list("pk", flat=True))
    if bodies:
        seats = seats.filter(body__in=bodies)
    known = found.attendances.values("person")
    people = User.objects.filter(pk__in=seats.values("person")).exclude(pk__in=known)
    return list(people.order_by("name"))


def _page(
    request: SignedIn, form: TrainingForm, page: dict[str, Any], status: int | None = None
) -> HttpResponse:
    context = shell(request) | page | {"form": form}
    wanted = status or (UNFIT if form.errors else 200)
    return render(request, "governance/training/activity_form.html", context, status=wanted)
