"""A body: its page, and the forms that add it, change it, set out its places and close it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from governance.bodies import actions, queries, sight
from governance.bodies.actions import BodyConflict
from governance.bodies.actions.bodies import people_on, seen_of
from governance.bodies.actions.links import may_note_visit
from governance.bodies.forms import BodyForm, CloseForm, ConstitutionForm, PlacesForm, standing_places
from governance.bodies.tables import blocks
from governance.bodies.views import CONFLICT, UNFIT, kept_body, require_keeper, shell
from governance.models import Constitution, SeatCategory
from schools.models import Body
from trust import clock
from trust.forms import refusals_in
from trust.requests import SignedIn

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def body(request: SignedIn, slug: str) -> HttpResponse:
    """How the body is made up, who is on it, who has left, and who plays which part."""
    found = sight.body_or_404(request.user, slug)
    today = clock.today()
    page = queries.body_page(found, today)
    context = shell(request.user) | {
        "body": found,
        "page": page,
        "standing": page.standing,
        "blocks": blocks(page.standing.complement),
        "own": {link.pk for link in page.links if may_note_visit(request.user, link)},
    }
    if context["keeps"]:
        waiting = queries.tasks_to_do(Body.objects.filter(pk=found.pk))
        context["tasks"] = [(task, task.due_on < today) for task in waiting]
    return render(request, "governance/bodies/body.html", context)


@require_http_methods(BOTH)
def add(request: SignedIn) -> HttpResponse:
    """Add a body; its places are set out on the next page."""
    require_keeper(request.user)
    form = BodyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            made = actions.add_body(
                by=request.user, name=given["name"], kind=given["kind"], schools=given["schools"]
            )
            messages.success(request, f"{made.name} has been added. Set out its places now.")
            return redirect("governance:constitution", made.slug)
    return _form_page(request, form, {"title": "Add a body", "verb": "Add the body"})


@require_http_methods(BOTH)
def change(request: SignedIn, slug: str) -> HttpResponse:
    """Change the name, and which schools it governs."""
    found = kept_body(request.user, slug)
    standing = {"name": found.name, "schools": found.schools_governed.all(), "seen": seen_of(found)}
    form = BodyForm(request.POST if request.method == "POST" else None, initial=standing, fixed_kind=True)
    page = {"title": f"Change {found.name}", "verb": "Save", "body": found}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with refusals_in(form):
                changed = actions.change_body(
                    found, by=request.user, name=given["name"], schools=given["schools"], seen=given["seen"]
                )
                messages.success(request, f"{changed.name} has been changed.")
                return redirect("governance:body", changed.slug)
        except BodyConflict as conflict:
            return _form_page(
                request, _again(request, conflict), page | {"standing": conflict.standing}, CONFLICT
            )
    return _form_page(request, form, page)


@require_http_methods(BOTH)
def constitution(request: SignedIn, slug: str) -> HttpResponse:
    """Set out how the body is made up from a day on: quorum, term of office, places."""
    found = kept_body(request.user, slug)
    latest = Constitution.objects.filter(body=found).prefetch_related("places").order_by("-starts").first()
    categories = SeatCategory.objects.filter(body=found)
    sent = request.POST if request.method == "POST" else None
    form = ConstitutionForm(sent, initial=_terms_of(latest))
    places = PlacesForm(sent, standing_places(latest, categories))
    status = 200
    if sent is not None:
        is_valid = all([form.is_valid(), places.is_valid()])
        status = UNFIT
        if is_valid and (outcome := _set(request, found, form, places)) is not None:
            return outcome
    context = shell(request.user) | {"body": found, "form": form, "places": places, "latest": latest}
    return render(request, "governance/bodies/constitution.html", context, status=status)


@require_http_methods(BOTH)
def close(request: SignedIn, slug: str) -> HttpResponse:
    """Close a body; who sits on it leaves with it."""
    found = kept_body(request.user, slug)
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.close_body(found, by=request.user, on=form.cleaned_data["on"])
            messages.success(request, f"{found.name} is closed.")
            return redirect("governance:body", found.slug)
    context = shell(request.user) | {"body": found, "form": form, "people": people_on(found)}
    return render(request, "governance/bodies/close.html", context, status=UNFIT if form.errors else 200)


def _again(request: SignedIn, conflict: BodyConflict) -> BodyForm:
    """What was typed, to be sent again over what stands now."""
    typed = request.POST.copy()
    typed["seen"] = seen_of(conflict.standing)
    again = BodyForm(typed, fixed_kind=True)
    again.is_valid()
    return again


def _terms_of(latest: Constitution | None) -> dict[str, Any]:
    if latest is None:
        return {"starts": clock.today(), "term_years": 4, "quorum": 3, "seen": ""}
    fields = ("starts", "quorum", "quorum_words", "term_years", "terms_of_reference", "url", "minute")
    return {field: getattr(latest, field) for field in fields} | {"seen": latest.pk}


def _set(request: SignedIn, found: Body, form: ConstitutionForm, places: PlacesForm) -> HttpResponse | None:
    """The way on, or None where the form says why not."""
    given = dict(form.cleaned_data)
    seen = given.pop("seen")
    with refusals_in(form):
        actions.set_constitution(
            found,
            by=request.user,
            starts=given.pop("starts"),
            places=places.places,
            seen=int(seen) if seen.isdigit() else None,
            **given,
        )
        messages.success(request, f"The places of {found.name} have been set out.")
        return redirect("governance:body", found.slug)
    return None


def _form_page(
    request: SignedIn, form: BodyForm, page: dict[str, Any], status: int | None = None
) -> HttpResponse:
    context = shell(request.user) | page | {"form": form}
    return render(
        request, "governance/bodies/body_form.html", context, status=status or (UNFIT if form.errors else 200)
    )
