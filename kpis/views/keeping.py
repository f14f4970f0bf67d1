"""Pages for those who keep one KPI: a new version, its place, its checks, retiring and restoring it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kpis import actions
from kpis.defining import settled
from kpis.forms.book import CheckForm, PlaceForm, RetireForm
from kpis.forms.definition import DefinitionForm
from kpis.models import CrossCheck, Definition, Kpi
from kpis.queries.kpi_page import definitions_of, kpi_or_404
from kpis.queries.library import (
    checks_of,
    next_unopened,
    numbers_to_hold,
    unissued_terms,
    unsettles_targets,
    versions_of,
)
from kpis.views.library import SHOWN_OR_SENT, step_of
from kpis.wordings import Change, changes_between, values_of
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.models import Term
from trust.queries import current_term
from trust.requests import SignedIn

SAVE = "save"


@require_http_methods(SHOWN_OR_SENT)
def edit(request: SignedIn, code: str) -> HttpResponse:
    """Write the next version of a definition: first what would change is shown, then it is saved."""
    kpi = _kept(request, code)
    definitions = definitions_of(kpi)
    latest = definitions[0]
    form = _form_for(kpi, latest, request)
    changes: list[Change] | None = None
    if form.is_valid():
        wanted = settled(kpi.kind, values_of(latest) | form.changed)
        changes = changes_between(kpi.kind, values_of(latest), wanted)
        if request.POST.get("step") == SAVE and _save(request, kpi, form):
            return redirect("kpis:edit_kpi", kpi.code)
    context = {
        "kpi": kpi,
        "latest": latest,
        "is_in_force": _is_in_force(kpi, definitions),
        "form": form,
        "changes": changes if not form.errors else None,
        "unsettles_targets": unsettles_targets(kpi, changes or []),
        "next_version": latest.version + 1,
        "chosen": form.cleaned_data.get("from_term") if form.is_bound and form.is_valid() else None,
        "versions": versions_of(kpi, definitions),
        "place": PlaceForm(
            initial={
                "area": kpi.area_id,
                "is_headline": kpi.is_headline,
                "stays_inside": kpi.stays_inside,
            }
        ),
    }
    return render(request, "kpis/kpi_edit.html", context)


@require_POST
def place(request: SignedIn, code: str) -> HttpResponse:
    """Move a KPI within its area, make it a headline, or put it into another area."""
    kpi = _kept(request, code)
    form = PlaceForm(request.POST)
    wanted: dict[str, Any] = {"step": step_of(request)} if "move" in request.POST else {}
    if not wanted and form.is_valid():
        wanted = form.cleaned_data
    try:
        actions.move_kpi(kpi, by=request.user, **wanted)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{kpi.code} has its new place in the book.")
    return redirect(f"{reverse('kpis:edit_kpi', args=[kpi.code])}#place")


@require_http_methods(SHOWN_OR_SENT)
def checks(request: SignedIn, code: str) -> HttpResponse:
    """The numbers of a return that must agree with this KPI's; add a check."""
    kpi = _kept(request, code)
    numbers = numbers_to_hold(kpi.scope)
    form = CheckForm(kpi, numbers, request.POST or None)
    if form.is_valid():
        try:
            actions.add_check(kpi, by=request.user, **form.wanted())
        except (Refused, ValidationError) as refusal:
            words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            form.add_error(None, words)
        else:
            messages.success(request, "The check is kept in every return from now on.")
            return redirect("kpis:checks", kpi.code)
    context = {
        "kpi": kpi,
        "latest": definitions_of(kpi)[0],
        "form": form,
        "lines": checks_of(kpi, numbers),
        "has_numbers": any(one.kpi.pk == kpi.pk for one in numbers),
    }
    return render(request, "kpis/kpi_checks.html", context)


@require_POST
def drop_check(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Take a check out of the book."""
    kpi = _kept(request, code)
    actions.drop_check(get_object_or_404(CrossCheck, pk=pk, kpi=kpi), by=request.user)
    messages.success(request, "The check has been taken out.")
    return redirect("kpis:checks", kpi.code)


@require_http_methods(SHOWN_OR_SENT)
def retire(request: SignedIn, code: str) -> HttpResponse:
    """Say from when on a KPI is asked no more, and why."""
    kpi = _kept(request, code)
    terms = unissued_terms()
    form = RetireForm(terms, request.POST or None, initial={"from_term": next_unopened(terms)})
    if form.is_valid():
        try:
            actions.retire_kpi(kpi, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("from_term", str(refusal))
        else:
            messages.success(
                request, f"{kpi.code} is asked no more from {form.cleaned_data['from_term'].name} on."
            )
            return redirect("kpis:index")
    return render(
        request, "kpis/kpi_retire.html", {"kpi": kpi, "latest": definitions_of(kpi)[0], "form": form}
    )


@require_http_methods(SHOWN_OR_SENT)
def restore(request: SignedIn, code: str) -> HttpResponse:
    """Put a retired KPI back into the book."""
    kpi = _kept(request, code)
    if request.method == "POST":
        actions.restore_kpi(kpi, by=request.user)
        messages.success(request, f"{kpi.code} is in the book again.")
        return redirect("kpis:index")
    return render(request, "kpis/kpi_restore.html", {"kpi": kpi, "latest": definitions_of(kpi)[0]})


def _is_in_force(kpi: Kpi, definitions: Iterable[Definition]) -> bool:
    """Whether its page shows it in the term we are in: it has begun and is not retired by now."""
    now = current_term(clock.today())
    begun = any(one.from_term.starts <= clock.today() and one.reported_in for one in definitions)
    return begun and (kpi.retired_from is None or (now is not None and now.ref < kpi.retired_from.ref))


def _kept(request: SignedIn, code: str) -> Kpi:
    access.require(request.user, Permission.KEEP_KPIS)
    return kpi_or_404(code)


def _form_for(kpi: Kpi, latest: Definition, request: SignedIn) -> DefinitionForm:
    terms = [term for term in unissued_terms() if term.ref >= latest.from_term.ref]
    begins = _beginning(latest, terms)
    first = values_of(latest) | {"from_term": begins}
    return DefinitionForm(
        kpi.kind, terms, request.POST or None, scope=kpi.scope, unit=latest.unit, initial=first
    )


def _beginning(latest: Definition, terms: list[Term]) -> Term | None:
    """The term that is offered: that of a version which is still to come, else the next that is not open."""
    following = next_unopened(terms)
    is_ahead = following is not None and latest.from_term.ref > following.ref
    return latest.from_term if is_ahead else following


def _save(request: SignedIn, kpi: Kpi, form: DefinitionForm) -> bool:
    """Whether the version was saved; what was refused stands in the form."""
    term = form.cleaned_data["from_term"]
    try:
        version = actions.redefine_kpi(kpi, by=request.user, from_term=term, **form.changed)
    except ValidationError as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.add_error("from_term", str(refusal))
    else:
        messages.success(request, f"Version {version.version} of {kpi.code} holds from {term.name} on.")
        return True
    return False
