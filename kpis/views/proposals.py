"""Pages of proposed targets: the sets, a new one, one of them, and what was agreed for a KPI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kpis import actions
from kpis.exports.book import proposed_rows, target_rows
from kpis.forms.proposals import (
    AgreeForm,
    AskForm,
    DescribeForm,
    OpenForm,
    TightenForm,
    ViewForm,
    WithdrawForm,
)
from kpis.models import BandState, Proposal
from kpis.queries.kpi_page import kpi_or_404
from kpis.queries.proposals import (
    Sheet,
    counted,
    may_read_targets,
    proposal_or_404,
    proposals_for,
    readership_of,
    sheet_of,
)
from kpis.queries.targets import definition_at, targets_of, trail_of
from kpis.queries.ways import on_the_way
from schools import access
from schools.access import Permission
from schools.models import Audience, Release
from schools.terms import choose_term
from trust import clock
from trust.lifecycle import Refused
from trust.listing import taken
from trust.models import Term
from trust.requests import SignedIn


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Every set that the person may read, the newest first."""
    readership = readership_of(request.user)
    sets = list(counted(proposals_for(readership)))
    waiting = [one for one in sets if one.state == BandState.CONSULTED]
    context = {"sets": sets, "waiting": waiting, "readership": readership}
    return render(request, "kpis/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_set(request: SignedIn) -> HttpResponse:
    """Start a set for a term that has not been issued, empty or copied forward."""
    access.require(request.user, Permission.KEEP_KPIS)
    starts, sources = _terms_ahead(), list(Term.objects.filter(starts__lte=clock.today()))
    first = {"initial": _suggested(starts, sources)} if request.method != "POST" else {"data": request.POST}
    form = OpenForm(**first, starts=starts, sources=sources)
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_proposal(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("from_term", str(refusal))
        else:
            messages.success(request, f"{opened.title} has been started. Nobody else sees it yet.")
            return redirect("kpis:proposal", opened.pk)
    return render(request, "kpis/proposal_new.html", {"form": form})


@require_safe
def proposal(request: SignedIn, pk: int) -> HttpResponse:
    """One set: what is proposed, what would change colour, what was said, and what happens next."""
    found = proposal_or_404(request.user, pk)
    title = f"Targets from {found.from_term.slug}"
    file = taken(request, title, targets=lambda: proposed_rows(sheet_of(found, request.user).areas))
    return file or show(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedIn, pk: int) -> HttpResponse:
    """Change the name of a set, what is said of it, and the last day for views."""
    found = proposal_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_KPIS)
    initial = {"title": found.title, "note": found.note, "views_by": found.views_by}
    form = DescribeForm(request.POST) if request.method == "POST" else DescribeForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.describe_proposal(found, by=request.user, **form.cleaned_data)
        return redirect("kpis:proposal", pk)
    return render(request, "kpis/proposal_describe.html", {"form": form, "proposal": found})


@require_safe
def kpi_targets(request: SignedIn, code: str) -> HttpResponse:
    """What was agreed for one KPI, now and before, with the way each target came to the board."""
    access.require(request.user, Permission.SEE_SCHOOL)
    found = kpi_or_404(code)
    choice = choose_term(request)
    now = choice.term
    definition = definition_at(found, now)
    counts = access.allows(request.user, Permission.READ_UPDATE)
    lines = targets_of(found, definition, now, counts_views=counts)
    if file := taken(request, f"{code} targets", targets=lambda: target_rows(lines)):
        return file
    in_force = [line for line in lines if line.is_in_force]
    ways = on_the_way(found, [line.band for line in in_force], now, request.user, choice.terms)
    context = {
        "kpi": found,
        "definition": definition,
        "term": now,
        "in_force": [(line, ways.get(line.band.pk, [])) for line in in_force],
        "others": [line for line in lines if not line.is_in_force],
        "reads_sets": may_read_targets(request.user),
    }
    return render(request, "kpis/proposal_targets.html", context)


def show(request: SignedIn, found: Proposal, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The set's page, with a form that could not be taken in place of a fresh one."""
    sheet = sheet_of(found, request.user)
    keeps = sheet.readership.keeps
    is_written, is_out = found.state == BandState.PROPOSED, found.state == BandState.CONSULTED
    context: dict[str, Any] = {
        "proposal": found,
        "sheet": sheet,
        "trail": list(trail_of(found)),
        "may_change": keeps and is_written,
        "may_take_back": keeps and is_out,
        "may_settle": keeps and (is_written or is_out),
        "view_forms": list(_view_forms(sheet, forms.get("view_form"))) if is_out else [],
        "form": next(iter(forms.values()), None),
    }
    fresh = {
        "ask_form": AskForm(initial={"views_by": found.views_by}),
        "agree_form": AgreeForm(),
        "withdraw_form": WithdrawForm(),
        "tighten_form": TightenForm(
            definitions=[kpi.definition for area in sheet.areas for kpi in area.kpis]
        ),
    }
    return render(request, "kpis/proposal.html", context | fresh | forms, status=status)


def add_errors(form: Form, error: ValidationError) -> None:
    """An action's refusals beside the fields that they speak of; those of other fields at the top."""
    for name, found in error.message_dict.items():
        for words in found:
            form.add_error(name if name in form.fields else None, words)


def _view_forms(sheet: Sheet, failed: ViewForm | None) -> Iterator[dict[str, Any]]:
    """For each side of each school for which the reader speaks: the school, the side in words, the form."""
    for line in sheet.views:
        for side in line.speaks:
            said = line.head if side == "head" else line.governors
            initial = {"view": said.view.view, "words": said.view.words} if said else {}
            name = f"{line.school.slug}-{side}"
            is_failed = failed is not None and failed.prefix == name
            form = failed if is_failed else ViewForm(initial=initial, prefix=name)
            yield {"school": line.school, "side": side, "said": said, "form": form}


def _terms_ahead() -> list[Term]:
    """The terms that a set can hold from: those after the last that the board has been given."""
    given = Release.objects.filter(audience=Audience.BOARD).order_by("-term__year", "-term__number")
    last = given.select_related("term").first()
    terms = Term.objects.order_by("year", "number")
    return [term for term in terms if last is None or term.ref > last.term.ref]


def _suggested(starts: list[Term], sources: list[Term]) -> dict[str, Any]:
    """Next year's set, copied from the term we are in."""
    now = sources[-1] if sources else None
    year = (now.year if now else clock.today().year) + 1
    first = next((term for term in starts if (term.year, term.number) == (year, 1)), None)
    title = f"Targets for {first.ref.academic_year}" if first else ""
    return {"title": title, "from_term": first, "copy_from": now}
