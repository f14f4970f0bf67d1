"""Changing a proposed set band by band: a KPI's page in it, taking a band out, tightening many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kpis import actions
from kpis.actions.bands import can_have_band
from kpis.forms.proposals import BandForm, TightenForm, initial_of, whom_key
from kpis.models import Band, BandState, Definition, Kpi, Proposal
from kpis.models.band import rule_of
from kpis.queries.kpi_page import kpi_or_404
from kpis.queries.proposals import KpiRows, Sheet, proposal_or_404, sheet_of
from kpis.queries.targets import definition_at, held_in, whom_of
from kpis.views.proposals import add_errors, show
from kpis.words import target_words
from schools import access
from schools.access import Permission
from schools.models import School
from trust.lifecycle import Refused
from trust.models import Term
from trust.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def band(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """One KPI's bands in a set, what each would do, and the form to change one or add another."""
    found, kpi = _found(request, pk, code)
    definition = definition_at(kpi, found.from_term)
    if not can_have_band(kpi, definition):
        raise Http404
    form = _form(request, found, kpi, definition)
    if request.method != "POST":
        return _page(request, found, kpi, definition, form)
    if form.is_valid():
        try:
            actions.propose_band(found, kpi, by=request.user, **form.band_of())
        except ValidationError as error:
            add_errors(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{definition.title} has been changed in this set.")
            return redirect(f"{reverse('kpis:proposal', args=[pk])}#kpi-{kpi.code}")
    return _page(request, found, kpi, definition, form)


@require_POST
def drop(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Take one band out of a set; what was agreed before goes on holding."""
    found, kpi = _found(request, pk, code)
    wanted = request.POST.get("whom", "")
    for one in found.bands.filter(kpi=kpi).select_related("school", "proposal"):
        if whom_key(one) == wanted:
            actions.drop_band(one, by=request.user)
            messages.success(request, "It has been taken out of this set.")
    return redirect(f"{reverse('kpis:proposal', args=[pk])}#kpi-{kpi.code}")


@require_POST
def tighten(request: SignedIn, pk: int) -> HttpResponse:
    """Move the targets and limits of the ticked KPIs in the good direction."""
    found = proposal_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_KPIS)
    sheet = sheet_of(found, request.user)
    form = TightenForm(
        request.POST, definitions=[kpi.definition for area in sheet.areas for kpi in area.kpis]
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            kpis = Kpi.objects.filter(code__in=given["kpis"])
            moved = actions.tighten(found, kpis, by=request.user, **{given["unit"]: given["size"]})
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _told(moved))
            return redirect("kpis:proposal", pk)
    return show(request, found, tighten_form=form)


def _found(request: SignedIn, pk: int, code: str) -> tuple[Proposal, Kpi]:
    found = proposal_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_KPIS)
    return found, kpi_or_404(code)


def _told(moved: list[Band]) -> str:
    if not moved:
        return "Nothing moved: these targets have no number to tighten, or stand at the end already."
    return "1 target has been tightened." if len(moved) == 1 else f"{len(moved)} targets have been tightened."


def _form(request: SignedIn, found: Proposal, kpi: Kpi, definition: Definition) -> BandForm:
    ahead = [term for term in Term.objects.order_by("year", "number") if term.ref > found.from_term.ref]
    members = School.objects.filter(left__isnull=True).order_by("name")
    choices: dict[str, Any] = {"definition": definition, "schools": members, "terms": ahead}
    if request.method == "POST":
        return BandForm(request.POST, **choices)
    return BandForm(initial=_initial(found, kpi, request.GET.get("whom", "")), **choices)


def _initial(found: Proposal, kpi: Kpi, whom: str) -> dict[str, Any]:
    """The band that was chosen, the set's first one, or what holds now where the set has none."""
    held = list(found.bands.filter(kpi=kpi).select_related("school", "target_by").order_by("phase", "school"))
    chosen = next((one for one in held if whom_key(one) == whom), None)
    if chosen is None and held and not whom:
        chosen = held[0]
    if chosen is not None:
        return initial_of(chosen)
    in_force = next((one for one in held_in(kpi, found.from_term) if one.school is None), None)
    if in_force is None:
        return {"whom": whom or "all"}
    return initial_of(in_force) | ({"whom": whom} if whom else {})


def _page(
    request: SignedIn, found: Proposal, kpi: Kpi, definition: Definition, form: BandForm
) -> HttpResponse:
    sheet = sheet_of(found, request.user)
    context = {
        "proposal": found,
        "kpi": kpi,
        "definition": definition,
        "form": form,
        "rows": _rows(sheet, kpi),
        "now": _now(found, kpi, definition),
        "may_change": found.state == BandState.PROPOSED,
        "chosen": form["whom"].value(),
    }
    return render(request, "kpis/proposal_band.html", context)


def _rows(sheet: Sheet, kpi: Kpi) -> list[Any]:
    found: list[KpiRows] = [
        one for area in sheet.areas for one in area.kpis if one.definition.kpi_id == kpi.pk
    ]
    return [{"row": row, "key": whom_key(row.band)} for one in found for row in one.rows]


def _now(found: Proposal, kpi: Kpi, definition: Definition) -> list[tuple[str, str, Term]]:
    """What would hold without this set: for whom, what, since when."""
    return [
        (whom_of(one), target_words(rule_of(definition, one, kpi.kind)), one.from_term)
        for one in held_in(kpi, found.from_term)
    ]
