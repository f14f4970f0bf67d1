"""The trust in one page: as its keeper sees it before everyone does, as everyone does, and for members."""

from __future__ import annotations

from typing import Final

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from governance import publishing
from governance.about import queries
from governance.bodies.sight import TRUST, keeps_bodies
from governance.editions.queries import newest_public
from governance.models import PublicPage
from governance.packs.frozen import read_contents
from governance.register.views import A_FEW_MINUTES
from schools import access
from schools.access import Permission
from schools.yours.views import waiting_for
from trust import clock
from trust.blobs import Altered
from trust.requests import SignedIn

SAID: Final = {PublicPage.ABOUT: "The page about the trust", PublicPage.PLAN: "The list of priorities"}


@require_safe
def about(request: SignedIn) -> HttpResponse:
    """The page as it would be published today, and whether everyone sees it and the plan's priorities."""
    access.require(request.user, Permission.SEE_BODIES, TRUST)
    context = {
        "about": queries.about_on(clock.today()),
        "keeps": keeps_bodies(request.user),
        "is_published": publishing.is_published(PublicPage.ABOUT),
        "has_plan": publishing.is_published(PublicPage.PLAN),
        "address": request.build_absolute_uri(reverse("governance:public_about")),
    }
    return render(request, "governance/about/about.html", context)


@require_POST
def publish(request: SignedIn, page: str) -> HttpResponse:
    """Show the page, or the plan's priorities on it, to everyone."""
    access.require(request.user, Permission.SEE_BODIES, TRUST)
    chosen = _page_or_404(page)
    publishing.publish(chosen, by=request.user)
    messages.success(request, f"{SAID[chosen]} is published.")
    return redirect("governance:about")


@require_POST
def take_back(request: SignedIn, page: str) -> HttpResponse:
    """Show it to nobody who is not signed in."""
    access.require(request.user, Permission.SEE_BODIES, TRUST)
    chosen = _page_or_404(page)
    publishing.take_back(chosen, by=request.user)
    messages.success(request, f"{SAID[chosen]} is not published any more.")
    return redirect("governance:about")


@login_not_required
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=A_FEW_MINUTES)
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The page for everyone, within another site's page too; 404 until it is published."""
    if not publishing.is_published(PublicPage.ABOUT):
        raise Http404
    context = {"about": queries.about_on(clock.today()), "update": newest_public()}
    return render(request, "governance/about/public.html", context)


@require_safe
def members(request: SignedIn) -> HttpResponse:
    """What the members of the trust are given."""
    if not queries.is_member(request.user):
        raise PermissionDenied("This page is for the members of the trust.")
    return members_page(request)


def members_page(request: SignedIn) -> HttpResponse:
    """The trust, what was last issued to its members, and their own dates; nothing that is a draft."""
    today = clock.today()
    update = queries.members_edition(request.user)
    context = {
        "about": queries.about_on(today),
        "update": update,
        "summary": _summary(update),
        "meetings": queries.meetings_ahead(request.user, today),
    }
    return render(request, "governance/about/members.html", context | waiting_for(request.user))


def _summary(update: queries.TrustUpdate | None) -> dict[str, object] | None:
    """Page one as it was frozen; None where it was withdrawn or its bytes are others."""
    if update is None or update.final is None or update.final.contents is None:
        return None
    try:
        summary: dict[str, object] = read_contents(update.final.contents)["summary"]
    except Altered:
        return None
    return summary


def _page_or_404(page: str) -> PublicPage:
    if page not in SAID:
        raise Http404
    return PublicPage(page)
