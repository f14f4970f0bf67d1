"""Pages for those who keep the KPI book: new KPIs, the starter library, areas."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpis import actions
from kpis.forms.book import AreaForm, LibraryForm
from kpis.forms.definition import NewKpiForm
from kpis.models.definition import KINDS
from kpis.queries.library import areas_kept, next_unopened, shelves, unissued_terms
from kpis.rag import Kind
from schools import access
from schools.access import Permission
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.models import Area
from trust.requests import SignedIn

SHOWN_OR_SENT = ["GET", "HEAD", "POST"]
ONE_UP, ONE_DOWN = "up", "down"


class KindCard(NamedTuple):
    """One of the nine kinds, with what it is for and an example."""

    kind: str
    name: str
    words: str
    example: str


SAID: Final[dict[Kind, tuple[str, str]]] = {
    Kind.MEASURE: ("A number on its own, held against a target and a limit.",
                   "Attendance is 94.2%; the target is 95%."),
    Kind.RATIO: ("One amount as a share of another, with a cap or a floor.",
                 "Staff costs are at most 80% of income."),
    Kind.PENETRATION: ("How many of those who should, have. Each school has its own number of eligible.",
                       "57 of 60 staff have had this year’s training."),
    Kind.DEADLINE: ("Something that is done by a date: the law’s, and perhaps an earlier one of the trust’s.",
                    "The accounts are filed by 31 December."),
    Kind.NATIONAL: ("A number held against the same number for England: better, in line, or worse.",
                    "62% reached the standard; in England 60% did."),
    Kind.ORDINAL: ("A grade from a ladder that you name. It may hold or rise, not fall.",
                   "The school is in “light touch”, and was before."),
    Kind.ASSURANCE: ("Is it in place: yes, partly or no? A yes needs evidence to be green.",
                     "The single central record is complete."),
    Kind.SURVEY: ("Who agreed, of those who replied, with the share of people who replied.",
                  "86% of pupils feel safe; two thirds replied."),
    Kind.JUDGEMENT: ("A person’s own judgement, which is worth nothing without its reason.",
                     "Value for money is good, because …"),
}  # fmt: skip


@require_safe
def new(request: SignedIn) -> HttpResponse:
    """Choose the kind of the new KPI, which never changes."""
    access.require(request.user, Permission.KEEP_KPIS)
    cards = [KindCard(kind, name, *SAID[Kind(kind)]) for kind, name in KINDS]
    return render(request, "kpis/kpi_new.html", {"cards": cards})


@require_http_methods(SHOWN_OR_SENT)
def define(request: SignedIn, kind: str) -> HttpResponse:
    """Add a KPI of that kind, with the first version of its definition."""
    access.require(request.user, Permission.KEEP_KPIS)
    if kind not in dict(KINDS):
        raise Http404
    terms = unissued_terms()
    area = Area.objects.filter(slug=request.GET.get("area", "")).first()
    first = {"from_term": next_unopened(terms), "reported_in": [1, 2, 3], "places": 1, "area": area}
    form = NewKpiForm(kind, terms, request.POST or None, initial=first)
    if form.is_valid() and _add(request, form):
        return redirect("kpis:index")
    context = {"form": form, "kind": dict(KINDS)[Kind(kind)], "said": SAID[Kind(kind)]}
    return render(request, "kpis/kpi_define.html", context)


@require_http_methods(SHOWN_OR_SENT)
def library(request: SignedIn) -> HttpResponse:
    """The starter library by area: tick KPIs, and take them into the book from a term on."""
    access.require(request.user, Permission.KEEP_KPIS)
    terms = unissued_terms()
    form = LibraryForm(terms, request.POST or None, initial={"from_term": next_unopened(terms)})
    if form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            taken = actions.take_from_library(given["codes"], by=request.user, from_term=given["from_term"])
            many = "1 KPI is" if len(taken) == 1 else f"{len(taken)} KPIs are"
            messages.success(
                request,
                f"{many} in your book from {given['from_term'].name} on. Targets are agreed separately.",
            )
            return redirect("kpis:index")
    context = {"shelves": shelves(), "form": form, "chosen": request.POST.getlist("codes")}
    return render(request, "kpis/library.html", context)


@require_http_methods(SHOWN_OR_SENT)
def areas(request: SignedIn) -> HttpResponse:
    """The areas of oversight in their order; add one at the end."""
    access.require(request.user, Permission.KEEP_KPIS)
    form = AreaForm(request.POST or None)
    if form.is_valid():
        try:
            added = actions.add_area(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            _take(form, refusal)
        else:
            messages.success(request, f"{added.name} has been added at the end.")
            return redirect("kpis:areas")
    return render(request, "kpis/areas.html", {"areas": areas_kept(), "form": form})


@require_http_methods(SHOWN_OR_SENT)
def rename_area(request: SignedIn, area: str) -> HttpResponse:
    """Give an area another name."""
    access.require(request.user, Permission.KEEP_KPIS)
    found = get_object_or_404(Area, slug=area)
    form = AreaForm(request.POST or None, initial={"name": found.name, "short_name": found.short_name})
    if form.is_valid():
        try:
            actions.rename_area(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            _take(form, refusal)
        else:
            messages.success(
                request, "The area has its new name, on past terms’ pages too. Issued packs keep theirs."
            )
            return redirect("kpis:areas")
    return render(request, "kpis/area.html", {"area": found, "form": form})


@require_POST
def move_area(request: SignedIn, area: str) -> HttpResponse:
    """Move an area one place up or down."""
    access.require(request.user, Permission.KEEP_KPIS)
    found = get_object_or_404(Area, slug=area)
    actions.move_area(found, by=request.user, step=step_of(request))
    return redirect("kpis:areas")


def step_of(request: SignedIn) -> int:
    """One place up, or one down, by the button that was pressed."""
    return {ONE_UP: -1, ONE_DOWN: 1}.get(request.POST.get("move", ""), 0)


def _add(request: SignedIn, form: NewKpiForm) -> bool:
    """Whether the KPI was added; what was refused stands in the form."""
    identity, term = form.identity, form.cleaned_data["from_term"]
    position = identity["area"].kpis.count()
    try:
        kpi = actions.define_kpi(
            by=request.user, kind=form.kind, from_term=term, position=position, **identity, **form.changed
        )
    except ValidationError as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.add_error("from_term", str(refusal))
    else:
        messages.success(
            request, f"{kpi.code} is in the book from {term.name} on. Its target is agreed separately."
        )
        return True
    return False


def _take(form: AreaForm, refusal: ValidationError) -> None:
    known = {name: errors for name, errors in refusal.message_dict.items() if name in form.fields}
    for name, errors in (known or {"name": ["There is an area of this name already."]}).items():
        form.add_error(name, errors)
