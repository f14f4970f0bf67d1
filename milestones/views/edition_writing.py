"""Writing an edition part by part, and adopting it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kpis.models import Kpi
from milestones import actions, queries
from milestones.actions.edition_parts import edition_contents, fields_on_plan, refuse_superseded
from milestones.actions.sheets import Contents
from milestones.edition_forms import FORMS, SPARE_ROWS, AdoptForm, OfferedHere, form_of, rows_of
from milestones.edition_parts import EditionPart
from milestones.models import Plan, PlanState
from milestones.queries.editions import edition_or_404
from milestones.queries.rolling import rolling_of
from milestones.sheet_forms import PartForm, SheetRows
from milestones.views import SignedIn
from milestones.views.parts import PREFIX, PartPage
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused

BOARD = "The trust board"


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedIn, pk: int, part: str) -> HttpResponse:
    """One part: open it, save it; what somebody else saved meanwhile is shown beside what was typed."""
    plan = edition_or_404(request.user, pk)
    if part not in [each.value for each in EditionPart]:
        raise Http404
    wanted = EditionPart(part)
    access.require(request.user, wanted.permission)
    refuse_superseded(plan)
    return _Writing(request, plan, wanted).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: SignedIn, pk: int) -> HttpResponse:
    """The board's decision on a draft: what follows from it, its day and its minute."""
    plan = edition_or_404(request.user, pk)
    access.require(request.user, Permission.ADOPT_PLAN)
    if plan.state != PlanState.DRAFT:
        raise Refused(f"“{plan.title}” has been adopted already.")
    initial = {"approved_by": plan.approved_by or BOARD, "adopted_on": plan.approved_on}
    form = AdoptForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST":
        return _adopt_page(request, plan, form)
    if not form.is_valid():
        return _adopt_page(request, plan, form, status=422)
    try:
        actions.adopt_edition(plan, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _adopt_page(request, plan, form, status=409)
    messages.success(request, f"{plan.title} is adopted and in force.")
    return redirect("milestones:edition", plan.pk)


def _adopt_page(request: SignedIn, plan: Plan, form: AdoptForm, status: int = 200) -> HttpResponse:
    before = plan.supersedes or queries.current_plan()
    rolled = rolling_of(plan, before) if before else None
    may_keep = access.allows(request.user, Permission.KEEP_PLAN)
    context = {"draft": plan, "plan": before, "rolled": rolled, "form": form, "may_keep": may_keep}
    return render(request, "milestones/edition_adopt.html", context, status=status)


class _Writing(PartPage):
    """The form of a part of an edition."""

    template = "milestones/edition_part.html"
    spare_rows = SPARE_ROWS

    def __init__(self, request: SignedIn, plan: Plan, part: EditionPart) -> None:
        super().__init__(request, part)
        self.plan, self.has_rows, self.offered = plan, part.has_rows, _offered(plan, part)

    def standing(self) -> list[Contents]:
        return edition_contents(self.plan, self.part)

    def form(self, given: QueryDict) -> PartForm | SheetRows:
        if self.has_rows:
            return rows_of(self.part)(given, prefix=PREFIX, form_kwargs={"offered": self.offered})
        return form_of(self.part, fields_on_plan(self.plan, self.part), given, offered=self.offered)

    def opened(self, standing: list[Contents]) -> PartForm | SheetRows:
        if self.has_rows:
            kwargs = {"offered": self.offered}
            return rows_of(self.part)(initial=standing, prefix=PREFIX, form_kwargs=kwargs)
        names = fields_on_plan(self.plan, self.part)
        return form_of(self.part, names, initial=standing[0], offered=self.offered)

    def save(self, contents: Sequence[Contents], seen: str) -> None:
        actions.save_edition_part(self.plan, self.part, by=self.request.user, seen=seen, contents=contents)

    def told(self, row: Contents) -> Any:
        return FORMS[self.part](initial=row, offered=self.offered).told()

    def back(self) -> HttpResponse:
        return redirect("milestones:edition", self.plan.pk)

    def more(self) -> dict[str, Any]:
        return {"plan": self.plan, "codes": sorted(self.offered.codes)}


def _offered(plan: Plan, part: EditionPart) -> OfferedHere:
    """What the form of that part offers to choose from."""
    if part in (EditionPart.OBJECTIVES, EditionPart.QUESTIONS):
        codes = Kpi.objects.filter(retired_from__isnull=True).values_list("code", flat=True)
        strands = [(each.pk, str(each)) for each in plan.strands.all()]
        return OfferedHere(strands=strands, codes=frozenset(codes))
    terms = queries.terms_of(plan)
    if part is EditionPart.YEARS:
        terms = [term for term in terms if term.number == 3]
    names = [(term.pk, term.ref.academic_year if part is EditionPart.YEARS else term.name) for term in terms]
    return OfferedHere(terms=names)
