"""The overview of who governs, and its lists: everyone who serves, and what is to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.bodies import queries, sight
from governance.bodies.filters import BodyFilter, SeatFilter, TaskFilter
from governance.bodies.places import ONE_DAY
from governance.bodies.tables import BodyTable, SeatTable, TaskTable, body_row
from governance.bodies.views import require_keeper, shell
from governance.models import Seat, SeatTask
from schools.access import Permission
from trust import clock
from trust.listing import listed
from trust.requests import SignedIn

MOST_GAPS, MOST_ENDINGS = 6, 8


@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """Who governs: each body with its places, gaps first; who ends soon; how the members stand."""
    _require_entrance(request)
    today, seen = clock.today(), sight.bodies_for(request.user)
    chosen = BodyFilter(request.GET, queryset=seen, request=request)
    every = sorted(queries.standings(seen, today), key=lambda each: each.weight)
    kept = set(chosen.qs.values_list("pk", flat=True))
    table = BodyTable([body_row(each) for each in every if each.body.pk in kept])
    if taken := listed(request, table, title="Bodies"):
        return taken
    sees_all = sight.sees_every_body(request.user)
    context = shell(request.user) | {
        "headline": queries.headline(every),
        "table": table,
        "filter": chosen,
        "gaps": [each for each in every if each.gaps][:MOST_GAPS],
        "endings": queries.endings(every)[:MOST_ENDINGS],
        "sees_all": sees_all,
        "checks": queries.checks_of_members(today) if sees_all else [],
        "is_empty": not every,
    }
    if context["keeps"]:
        waiting = queries.tasks_to_do()
        context |= {"waiting": waiting.count(), "late": waiting.filter(due_on__lt=today).count()}
    return render(request, "governance/bodies/overview.html", context)


@require_safe
def people(request: SignedIn) -> HttpResponse:
    """Everyone who serves on a body that the person may see, or has served."""
    _require_entrance(request)
    seen = Seat.objects.filter(body__in=sight.bodies_for(request.user))
    seats = seen.select_related("person", "body", "category")
    chosen = SeatFilter(request.GET, queryset=seats, request=request)
    table = SeatTable([_seat_row(seat) for seat in chosen.qs.order_by("person__name", "starts")])
    if taken := listed(request, table, title="People who govern"):
        return taken
    context = shell(request.user) | {"table": table, "filter": chosen, "is_empty": not seen.exists()}
    return render(request, "governance/bodies/people.html", context)


@require_safe
def to_do(request: SignedIn) -> HttpResponse:
    """What appointments and departures have brought and nobody has ticked, the first due first."""
    require_keeper(request.user)
    today = clock.today()
    chosen = TaskFilter(request.GET, queryset=queries.tasks_to_do(), request=request)
    waiting = list(chosen.qs)
    table = TaskTable([_task_row(task, today) for task in waiting])
    if taken := listed(request, table, title="To do after appointments"):
        return taken
    late = sum(task.due_on < today for task in waiting)
    context = shell(request.user) | {"table": table, "filter": chosen, "late": late, "waiting": len(waiting)}
    return render(request, "governance/bodies/to_do.html", context)


def _require_entrance(request: SignedIn) -> None:
    if not sight.may_enter(request.user):
        raise PermissionDenied(f"Your role does not let you {Permission.SEE_BODIES.value}.")


def _seat_row(seat: Seat) -> dict[str, Any]:
    return {
        "person": seat.person.name,
        "person_url": reverse("governance:seat", args=[seat.pk]),
        "body": seat.body.name,
        "body_url": reverse("governance:body", args=[seat.body.slug]),
        "office": seat.get_office_display() if seat.office != "member" else None,
        "category": seat.category.name,
        "appointed_by": seat.category.appointed_by,
        "starts": seat.starts,
        "last_day": seat.ends - ONE_DAY if seat.ends else None,
        "left_on": seat.left_on,
    }


def _task_row(task: SeatTask, today: date) -> dict[str, Any]:
    return {
        "due_on": task.due_on,
        "step": task.get_kind_display(),
        "step_url": f"{reverse('governance:seat', args=[task.seat_id])}#task-{task.pk}",
        "person": task.seat.person.name,
        "body": task.seat.body.name,
        "after": "Departure" if task.at_end else "Appointment",
        "state": "Overdue" if task.due_on < today else "",
    }
