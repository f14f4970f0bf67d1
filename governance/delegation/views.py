"""The scheme of delegation as it is read, and as everyone reads it once it is published."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from governance import publishing
from governance.bodies.sight import keeps_bodies, may_enter
from governance.delegation import queries
from governance.delegation.filters import MatterFilter
from governance.delegation.tables import scheme_table
from governance.models import PublicPage, Scheme, SchemeState
from schools.access import Permission
from trust import clock
from trust.listing import listed
from trust.requests import SignedIn

TITLE = "Scheme of delegation"
A_FEW_MINUTES = 300


@require_safe
def scheme(request: SignedIn) -> HttpResponse:
    """The version in force; before the first, the draft for who keeps it, or how to begin."""
    _require_entrance(request)
    found = queries.in_force(clock.today()) or queries.schemes_for(request.user).first()
    if found is None:
        return render(request, "governance/delegation/empty.html", {"keeps": keeps_bodies(request.user)})
    return _scheme_page(request, found)


@require_safe
def version(request: SignedIn, number: int) -> HttpResponse:
    """One version, with what differs from the one before."""
    _require_entrance(request)
    return _scheme_page(request, queries.scheme_or_404(request.user, number))


@login_not_required
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=A_FEW_MINUTES)
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The version in force for everyone, within another site's page too; 404 until it is published."""
    found = queries.in_force(clock.today()) if publishing.is_published(PublicPage.SCHEME) else None
    if found is None:
        raise Http404
    matrix = queries.matrix_of(found)
    if taken := listed(request, scheme_table(matrix), title=TITLE):
        return taken
    return render(request, "governance/delegation/public.html", {"matrix": matrix, "scheme": found})


def _scheme_page(request: SignedIn, found: Scheme) -> HttpResponse:
    matrix = queries.matrix_of(found)
    if taken := listed(request, scheme_table(matrix), title=f"{TITLE} {found.number}"):
        return taken
    chosen = MatterFilter(request.GET, queryset=found.matters.all(), scheme=found)
    versions = list(queries.schemes_for(request.user))
    now = queries.in_force(clock.today())
    context = {
        "scheme": found,
        "matrix": _narrowed(matrix, chosen),
        "filter": chosen,
        "versions": versions,
        "draft": next((each for each in versions if each.state == SchemeState.DRAFT), None),
        "now": now,
        "changes": queries.changes_of(found),
    }
    return render(request, "governance/delegation/scheme.html", context | _shown(request))


def _shown(request: SignedIn) -> dict[str, Any]:
    """Whether everyone reads it, and where."""
    return {
        "keeps": keeps_bodies(request.user),
        "is_published": publishing.is_published(PublicPage.SCHEME),
        "address": request.build_absolute_uri(reverse("governance:public_scheme")),
    }


def _narrowed(matrix: queries.Matrix, chosen: MatterFilter) -> queries.Matrix:
    if not (chosen.is_valid() and any(chosen.form.cleaned_data.values())):
        return matrix
    kept = set(chosen.qs.values_list("pk", flat=True))
    groups = [
        queries.Group(group.name, tuple(row for row in group.rows if row.matter.pk in kept))
        for group in matrix.groups
    ]
    return queries.Matrix(matrix.scheme, matrix.parties, tuple(group for group in groups if group.rows))


def _require_entrance(request: SignedIn) -> None:
    if not may_enter(request.user):
        raise PermissionDenied(f"Your role does not let you {Permission.SEE_BODIES.value}.")


def back_to(found: Scheme) -> HttpResponse:
    return redirect("governance:scheme_version", found.number)
