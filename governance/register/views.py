"""The register as its keeper sees it before everyone does, and as everyone does."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from governance import publishing
from governance.bodies.sight import TRUST, keeps_bodies
from governance.models import PublicPage
from governance.register import queries
from governance.register.entries import SOURCE
from governance.register.filters import RegisterFilter
from governance.register.tables import register_table
from schools import access
from schools.access import Permission
from trust import clock
from trust.listing import listed
from trust.requests import SignedIn

TITLE = "Register of governance"
A_FEW_MINUTES = 300


@require_safe
def register(request: SignedIn) -> HttpResponse:
    """The register as it would be published today, what it still lacks, and whether everyone sees it."""
    access.require(request.user, Permission.SEE_BODIES, TRUST)
    today = clock.today()
    chosen = RegisterFilter(request.GET, queryset=queries.seats_shown(today), request=request)
    whole = queries.register_on(today)
    shown = queries.register_on(today, chosen.qs) if _is_narrowed(chosen) else whole
    table = register_table(shown.entries, shown.year)
    if taken := listed(request, table, title=TITLE):
        return taken
    context = {
        "register": whole,
        "table": table,
        "filter": chosen,
        "missing": queries.missing_from(whole),
        "keeps": keeps_bodies(request.user),
        "is_published": publishing.is_published(PublicPage.REGISTER),
        "address": request.build_absolute_uri(reverse("governance:public_register")),
        "source": SOURCE,
    }
    return render(request, "governance/register/register.html", context)


@require_POST
def publish(request: SignedIn) -> HttpResponse:
    """Show the register to everyone."""
    access.require(request.user, Permission.SEE_BODIES, TRUST)
    publishing.publish(PublicPage.REGISTER, by=request.user)
    messages.success(request, "The register is published: everyone with its address can read it.")
    return redirect("governance:register")


@require_POST
def take_back(request: SignedIn) -> HttpResponse:
    """Show the register to nobody who is not signed in."""
    access.require(request.user, Permission.SEE_BODIES, TRUST)
    publishing.take_back(PublicPage.REGISTER, by=request.user)
    messages.success(request, "The register is not published any more.")
    return redirect("governance:register")


@login_not_required
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=A_FEW_MINUTES)
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The register for everyone, within another site's page too; 404 until it is published."""
    if not publishing.is_published(PublicPage.REGISTER):
        raise Http404
    found = queries.register_on(clock.today())
    if taken := listed(request, register_table(found.entries, found.year), title=TITLE):
        return taken
    return render(request, "governance/register/public.html", {"register": found})


def _is_narrowed(chosen: RegisterFilter) -> bool:
    return bool(chosen.is_valid() and any(chosen.form.cleaned_data.values()))
