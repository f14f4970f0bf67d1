"""Checklists: the list of them, taking up the starter lists, and changing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools import access
from schools.access import Permission
from schools.audits import actions, queries
from schools.audits.actions import ChecklistConflict
from schools.audits.forms import ChecklistForm
from schools.audits.starter import STARTERS
from schools.audits.views import CONFLICT, UNFIT, shell
from schools.models import Checklist
from trust.lifecycle import Refused
from trust.requests import SignedIn, posted


@require_safe
def checklists(request: SignedIn) -> HttpResponse:
    """What the trust looks at in each kind of audit."""
    access.require(request.user, Permission.SEE_COMPLIANCE)
    shown = queries.current_checklists()
    known = {each.title for each in shown}
    missing = [starter for starter in STARTERS if starter.title not in known]
    items = {each.pk: list(each.items.all()) for each in Checklist.objects.prefetch_related("items")}
    context = {"lists": [(each, items[each.pk]) for each in shown], "missing": missing}
    return render(request, "schools/audits/checklists.html", shell(request.user) | context)


@require_POST
def begin(request: SignedIn) -> HttpResponse:
    """Take up the starter lists."""
    access.require(request.user, Permission.KEEP_COMPLIANCE)
    made = actions.begin_checklists(by=request.user)
    messages.success(request, f"{len(made)} checklists are yours now. Read them and make them fit.")
    return redirect("schools:checklists")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change a checklist, which makes its next version."""
    access.require(request.user, Permission.SEE_COMPLIANCE)
    held = Checklist.objects.select_related("area").filter(pk=pk).first()
    if held is None:
        raise Http404
    access.require(request.user, Permission.KEEP_COMPLIANCE)
    lines = "\n".join(held.items.values_list("text", flat=True))
    initial = {"area": held.area_id, "source": held.source, "items": lines}
    form = ChecklistForm(posted(request), initial=initial)
    standing, status = None, 200
    if request.method == "POST" and not form.is_valid():
        status = UNFIT
    elif request.method == "POST":
        try:
            saved = actions.change_checklist(held, by=request.user, **form.cleaned_data)
        except ChecklistConflict as conflict:
            standing, status = conflict.standing, CONFLICT
        except Refused as refusal:
            form.add_error("items", str(refusal))
            status = UNFIT
        else:
            messages.success(request, f"{saved} is used by the audits opened from now on.")
            return redirect("schools:checklists")
    context = {"checklist": held, "form": form, "standing": standing}
    return render(request, "schools/audits/checklist.html", shell(request.user) | context, status=status)
