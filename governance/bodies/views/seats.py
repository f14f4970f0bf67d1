"""A seat: its page with the checklist, and the forms that fill it, put it right, renew it and leave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.bodies import actions, queries, sight
from governance.bodies.actions import SeatConflict
from governance.bodies.filling import USUAL_YEARS, categories_of, fill_with
from governance.bodies.forms import ChangeSeatForm, FillForm, LeaveForm, OfficeForm, RenewForm, TickForm
from governance.bodies.places import ONE_DAY, full_term
from governance.bodies.seat_page import seat_page
from governance.bodies.views import CONFLICT, UNFIT, kept_body, require_keeper, shell
from governance.models import LeftFor, Office, Seat, SeatTask
from schools.models import Body
from trust import clock
from trust.dates import full_date
from trust.forms import refusals_in
from trust.models import User
from trust.requests import SignedIn

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def seat(request: SignedIn, pk: int) -> HttpResponse:
    """One seat: whose, since when and until when, what hangs on it, and for keepers its checklist."""
    found = sight.seat_or_404(request.user, pk)
    context = shell(request.user) | {"seat": found, "body": found.body}
    context["page"] = seat_page(found, clock.today(), with_tasks=context["keeps"])
    return render(request, "governance/bodies/seat.html", context)


@require_http_methods(BOTH)
def fill(request: SignedIn, slug: str) -> HttpResponse:
    """Fill a place, with somebody whom the portal knows or by e-mail."""
    body = kept_body(request.user, slug)
    today = clock.today()
    sent = request.POST if request.method == "POST" else None
    initial = {"starts": today, "office": Office.MEMBER, "category": request.GET.get("place", "")}
    form = FillForm(sent, initial=initial, colleagues=User.objects.filter(is_active=True).order_by("name"))
    form.set_categories(*categories_of(body))
    if sent is not None and form.is_valid() and (filled := _fill(request, body, form)) is not None:
        words = f"{filled.person.name} has been appointed to {body.name}, and is told by e-mail."
        messages.success(request, words)
        return redirect("governance:seat", filled.pk)
    context = shell(request.user) | {"body": body, "form": form, "has_places": bool(form.categories)}
    return render(request, "governance/bodies/fill.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Put right what was recorded: the place, the days, the minute."""
    found = _kept(request, pk)
    initial = {
        "category": str(found.category_id),
        "starts": found.starts,
        "last_day": found.ends - ONE_DAY if found.ends else None,
        "minute": found.minute,
        "seen": found.version,
    }
    form = ChangeSeatForm(request.POST or None, initial=initial)
    form.set_categories(*categories_of(found.body))

    def act() -> Seat:
        seen = form.cleaned_data["seen"]
        return actions.change_seat(found, by=request.user, seen=seen, **form.term)

    page = {"title": "Put the seat right", "verb": "Save"}
    return _seat_form(request, found, form, act, "The seat has been put right.", page)


@require_http_methods(BOTH)
def office(request: SignedIn, pk: int) -> HttpResponse:
    """Elect to another office, such as the chair."""
    found = _kept(request, pk)
    initial = {"on": clock.today(), "seen": found.version}
    form = OfficeForm(request.POST or None, initial=initial)

    def act() -> Seat:
        return actions.change_office(found, by=request.user, **form.cleaned_data)

    page = {"title": "Change the office", "verb": "Change the office", "note": _who_is_in_the_chair(found)}
    return _seat_form(request, found, form, act, "The office has been changed. Tell the registers.", page)


@require_http_methods(BOTH)
def renew(request: SignedIn, pk: int) -> HttpResponse:
    """Another term of office after this one."""
    found = _kept(request, pk)
    constitution = queries.constitution_on(found.body, found.ends or clock.today())
    years = constitution.term_years if constitution else USUAL_YEARS
    last = full_term(found.ends, years) - ONE_DAY if found.ends else None
    form = RenewForm(request.POST if request.method == "POST" else None, initial={"last_day": last})

    def act() -> Seat:
        given = form.cleaned_data["last_day"]
        ends = given + ONE_DAY if given else None
        return actions.renew_seat(found, by=request.user, ends=ends, minute=form.cleaned_data["minute"])

    starts = f"The new term begins on {full_date(found.ends)}, when this one is over." if found.ends else ""
    page = {"title": "Renew the term of office", "verb": "Renew the term of office", "note": starts}
    return _seat_form(request, found, form, act, "The term of office has been renewed.", page)


@require_http_methods(BOTH)
def leave(request: SignedIn, pk: int) -> HttpResponse:
    """Record that somebody leaves; their access ends with it."""
    found = _kept(request, pk)
    initial = {"on": clock.today(), "reason": LeftFor.RESIGNED, "seen": found.version}
    form = LeaveForm(request.POST or None, initial=initial)

    def act() -> Seat:
        return actions.leave_seat(found, by=request.user, **form.cleaned_data)

    page = {
        "title": f"Record that {found.person.name} leaves",
        "verb": "Record that they leave",
        "danger": True,
    }
    page["note"] = _what_goes_on(found)
    return _seat_form(request, found, form, act, _left_words(found), page)


@require_POST
def tick(request: SignedIn, pk: int) -> HttpResponse:
    """A step of the checklist is done."""
    task = _task(request, pk)
    form = TickForm(request.POST, kind=task.kind)
    if form.is_valid():
        with refusals_in(form):
            actions.tick_task(task, by=request.user, **form.cleaned_data)
    if not form.errors:
        messages.success(request, f"{task.get_kind_display()}: {form.cleaned_data['outcome'].lower()}.")
        return redirect(f"{_address(task)}#checklist")
    context = shell(request.user) | {"seat": task.seat, "body": task.seat.body}
    context["page"] = seat_page(task.seat, clock.today(), with_tasks=True, typed={task.pk: form})
    return render(request, "governance/bodies/seat.html", context, status=UNFIT)


@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """It was not done after all."""
    task = _task(request, pk)
    actions.take_back_task(task, by=request.user)
    messages.success(request, f"{task.get_kind_display()} is to be done again.")
    return redirect(f"{_address(task)}#checklist")


def _kept(request: SignedIn, pk: int) -> Seat:
    found = sight.seat_or_404(request.user, pk)
    require_keeper(request.user)
    return found


def _task(request: SignedIn, pk: int) -> SeatTask:
    seats = sight.bodies_for(request.user)
    known = SeatTask.objects.select_related("seat__body", "seat__person", "seat__category")
    task = get_object_or_404(known, pk=pk, seat__body__in=seats)
    require_keeper(request.user)
    return task


def _address(task: SeatTask) -> str:
    return reverse("governance:seat", args=[task.seat_id])


def _fill(request: SignedIn, body: Body, form: FillForm) -> Seat | None:
    """The seat, or None where the form says why there is none."""
    with refusals_in(form):
        return fill_with(form, body, by=request.user)
    return None


def _seat_form(
    request: SignedIn, found: Seat, form: forms.Form, act: Callable[[], Seat], said: str, page: dict[str, Any]
) -> HttpResponse:
    """Bind, act, and go on; or the page with what was typed and why it cannot be, or what stands by now."""
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                with refusals_in(form):
                    done = act()
                    messages.success(request, said)
                    return redirect("governance:seat", done.pk)
            except SeatConflict as conflict:
                status, page = CONFLICT, page | {"standing": conflict.standing}
                form.data = request.POST.copy()
                form.data["seen"] = str(conflict.standing.version)
    context = shell(request.user) | page | {"seat": found, "body": found.body, "form": form}
    return render(request, "governance/bodies/seat_form.html", context, status=status)


def _who_is_in_the_chair(found: Seat) -> str:
    held = sight.held_on(clock.today()).filter(body=found.body_id, office=Office.CHAIR).exclude(pk=found.pk)
    chair = held.select_related("person").first()
    return f"{chair.person.name} is in the chair and would go on as a member of the body." if chair else ""


def _what_goes_on(found: Seat) -> str:
    """On what else the person sits, which leaving this body does not end."""
    others = sight.held_on(clock.today()).filter(person=found.person_id).exclude(pk=found.pk)
    names = [str(name) for name in others.values_list("body__name", flat=True)]
    return f"{found.person.name} also sits on {', '.join(names)}: that goes on." if names else ""


def _left_words(found: Seat) -> str:
    return f"{found.person.name} has left {found.body.name}, and the access that came with it has ended."
