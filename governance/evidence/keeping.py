"""The pages on which the trust says what belongs to which inspection area."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from governance.evidence.actions import ScopeConflict, keep_scope
from governance.evidence.forms import ScopeForm
from governance.evidence.pack import Scope
from governance.evidence.scopes import every_scope, named, scope_rows
from schools import access
from schools.access import Permission
from schools.models import EvaluationArea
from trust.listing import taken
from trust.requests import SignedIn, posted


@require_safe
def areas(request: SignedIn) -> HttpResponse:
    """Every inspection area with what belongs to it."""
    access.require(request.user, Permission.KEEP_EVIDENCE)
    rows = named(every_scope())
    if file := taken(request, "Inspection areas", areas=lambda: scope_rows(rows)):
        return file
    groups = [
        ("Of a school", [row for row in rows if not row.inspected.for_trust]),
        ("Of the trust as a whole", [row for row in rows if row.inspected.for_trust]),
    ]
    context = {"groups": [group for group in groups if group[1]], "empty": not rows}
    return render(request, "governance/evidence/areas.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def area(request: SignedIn, pk: int) -> HttpResponse:
    """Choose the areas of oversight and the KPIs of one inspection area."""
    access.require(request.user, Permission.KEEP_EVIDENCE)
    inspected, scope = _or_404(pk)
    form = ScopeForm(posted(request), scope=scope)
    if request.method != "POST":
        return _page(request, inspected, scope, form)
    if not form.is_valid():
        return _page(request, inspected, scope, form, status=422)
    chosen = form.cleaned_data
    try:
        keep_scope(
            inspected, by=request.user, seen=chosen["seen"], areas=chosen["areas"], kpis=chosen["kpis"]
        )
    except ScopeConflict as conflict:
        form.add_error(None, f"{conflict} Theirs stands below; save again to put yours in its place.")
        again = request.POST.copy()
        again["seen"] = str(conflict.standing.version)
        form.data = again
        return _page(request, inspected, scope, form, status=409, theirs=True)
    messages.success(request, f"What belongs to {inspected.name} is kept.")
    return redirect("governance:evidence_areas")


def _or_404(pk: int) -> tuple[EvaluationArea, Scope]:
    found = next((pair for pair in every_scope() if pair[0].pk == pk), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedIn,
    inspected: EvaluationArea,
    scope: Scope,
    form: ScopeForm,
    *,
    status: int = 200,
    theirs: bool = False,
) -> HttpResponse:
    standing = named([(inspected, scope)])[0] if theirs else None
    context = {"inspected": inspected, "scope": scope, "form": form, "standing": standing}
    return render(request, "governance/evidence/area.html", context, status=status)
