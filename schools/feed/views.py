"""The page of a person's private calendar address, and the calendar that lies at it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    conditional_page,
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import access
from schools.feed import actions
from schools.feed.dates import dates_of
from schools.feed.queries import address_at, address_of
from schools.feed.writing import MEDIA_TYPE, calendar_text
from trust import clock
from trust.links import link_to
from trust.queries import require_trust
from trust.requests import SignedIn, whole_number

SOON = 8  # dates that the page shows before it asks


@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: SignedIn) -> HttpResponse:
    """What the calendar is and holds; a POST makes a new address and shows it this once.

    The answer to the POST is the page itself: an address that survived a redirect would have to be kept.
    """
    if request.method != "POST":
        return _page(request)
    seen = request.POST.get("seen", "")
    try:
        key = actions.make_address(by=request.user, seen=whole_number(seen) if seen else None)
    except actions.MadeMeanwhile as refusal:
        messages.warning(request, str(refusal))
        return _page(request, status=409)
    return _page(request, made=link_to("schools:feed_file", key))


@require_POST
def revoke(request: SignedIn) -> HttpResponse:
    """Close the person's address."""
    if actions.revoke_address(by=request.user):
        messages.success(request, "Your private address is revoked. Calendars that read it get nothing more.")
    else:
        messages.info(request, "You have no private address, so there was nothing to revoke.")
    return redirect("schools:feed")


@login_not_required
@require_safe
@conditional_page
def feed_file(_request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of whoever made the address; its key is all that is asked for."""
    address = address_at(key)
    if address is None:
        words = "There is no calendar at this address.\n"
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8", headers=headers)
    name = f"{require_trust().short_name} dates"
    text = calendar_text(dates_of(address.person), name=name, stamp=address.made_at)
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'attachment; filename="dates.ics"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(text, content_type=MEDIA_TYPE, headers=headers)


def _page(request: SignedIn, *, made: str = "", status: int = 200) -> HttpResponse:
    today = clock.today()
    coming = [dated for dated in dates_of(request.user) if dated.last_day >= today]
    context: dict[str, Any] = {
        "address": address_of(request.user),
        "made": made,
        "made_for_programs": f"webcal://{made.partition('://')[2]}" if made else "",
        "soon": coming[:SOON],
        "later": coming[SOON:],
        "holds_a_role": bool(access.grants(request.user)),
    }
    return render(request, "schools/feed.html", context, status=status)
