"""National figures: the list, one noted or corrected by hand, and those that come with the portal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kpis.actions.comparators import adopt_facts, correct_comparator, note_comparator
from kpis.exports.book import known_rows, national_rows
from kpis.forms.comparators import ComparatorForm, CorrectionForm
from kpis.imports.periods import Period
from kpis.library.national import ATTRIBUTION
from kpis.models import Comparator, Kpi
from kpis.queries.known import printed_indicators, takers
from kpis.queries.nationals import definition_of, nationals_by_kpi, numeric_kpis, schools_words, since_words
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.listing import taken
from trust.requests import SignedIn, plain_slug


@require_safe
def nationals(request: SignedIn) -> HttpResponse:
    """Every national figure by KPI, with its release and what it is set beside."""
    access.require(request.user, Permission.SEE_SCHOOL)
    kpis, wanted = nationals_by_kpi(), request.GET.get("kpi")
    chosen = [one for one in kpis if wanted in (None, one.kpi.code)]
    if file := taken(request, "National figures", nationals=lambda: national_rows(chosen)):
        return file
    context = {
        "kpis": kpis,
        "keeps": access.allows(request.user, Permission.KEEP_KPIS),
        "attribution": ATTRIBUTION,
    }
    return render(request, "kpis/comparators.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn) -> HttpResponse:
    """One figure noted by hand; what it will be set beside is said before it is saved."""
    access.require(request.user, Permission.KEEP_KPIS)
    if request.method != "POST":
        chosen = {"kpi": request.GET.get("kpi", "")}
        return _add_page(request, ComparatorForm(initial=chosen, today=clock.today()))
    form = ComparatorForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _add_page(request, form)
    told = {name: form.cleaned_data[name] for name in TOLD}
    try:
        noted = note_comparator(
            form.cleaned_data["kpi"], by=request.user, term_number=form.term_number, **told
        )
    except (Refused, ValidationError) as refusal:
        form.add_error(None, _words(refusal))
        return _add_page(request, form, status=409)
    messages.success(request, f"The national figure is noted. {_beside(noted)}")
    return redirect("kpis:nationals")


TOLD = ("year", "value", "release", "vintage", "phase", "status", "source")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedIn, pk: int) -> HttpResponse:
    """A wrong figure: the right one is noted in front of it, with the reason."""
    access.require(request.user, Permission.KEEP_KPIS)
    comparator = get_object_or_404(Comparator.objects.select_related("kpi"), pk=pk)
    form = CorrectionForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            correct_comparator(comparator, by=request.user, **form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, _words(refusal))
            status = 409
        else:
            messages.success(request, "The figure is corrected; the earlier one stays to be read.")
            return redirect("kpis:nationals")
    context = {
        "form": form,
        "comparator": comparator,
        "period": Period(comparator.year, comparator.term_number),
        "schools": schools_words(comparator.phase),
        "meant": definition_of(comparator.kpi),
    }
    return render(request, "kpis/comparator_correct.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def known(request: SignedIn) -> HttpResponse:
    """The figures that come with the portal; a keeper takes those of an indicator for a KPI."""
    access.require(request.user, Permission.KEEP_KPIS)
    if request.method == "POST":
        kpi = get_object_or_404(numeric_kpis(), code=plain_slug(request.POST.get("kpi", "")))
        try:
            adopted = adopt_facts(kpi, request.POST.get("indicator", ""), by=request.user)
        except (Refused, ValidationError) as refusal:
            messages.error(request, _words(refusal))
        else:
            messages.success(request, _taken_words(len(adopted), kpi))
        return redirect("kpis:known_nationals")
    indicators = printed_indicators()
    if file := taken(request, "National figures we know", known=lambda: known_rows(indicators)):
        return file
    context = {"takers": takers(), "indicators": indicators, "attribution": ATTRIBUTION}
    return render(request, "kpis/comparators_known.html", context)


def _add_page(request: SignedIn, form: ComparatorForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form}
    return render(request, "kpis/comparator_add.html", context, status=status)


def _beside(comparator: Comparator) -> str:
    meant = definition_of(comparator.kpi)
    since = since_words(comparator)
    counts = f" It {since}." if since else ""
    return f"It is set beside {meant.beside(comparator.term_number)}.{counts}" if meant else ""


def _taken_words(count: int, kpi: Kpi) -> str:
    if not count:
        return f"{kpi.code} has these figures already; nothing was added."
    figures = "One figure has" if count == 1 else f"{count} figures have"
    return f"{figures} been noted for {kpi.code}, each with its release."


def _words(refusal: Refused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
