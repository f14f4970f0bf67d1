"""What every page shows around its content: the trust, the person, where they can go, and what day it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from schools import access, navigation
from schools.access import Permission
from trust import clock
from trust.dates import full_date
from trust.queries import current_trust

# Everybody who sees a school reads the calendar, and so does who keeps it.
CALENDAR = (Permission.SEE_SCHOOL, Permission.KEEP_CALENDAR)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`; costs no query beyond the person's appointments and the trust's row."""
    trust = current_trust()
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    return {
        "trust": trust,
        "today": clock.today(),
        "nav": _nav(request) if signed_in else [],
        "person_line": access.role_line(request.user) if signed_in else "",
        "reads_calendar": signed_in and any(access.allows(request.user, each) for each in CALENDAR),
        "keeps_settings": signed_in and access.allows(request.user, Permission.KEEP_SETTINGS),
        "sees_people": signed_in and access.allows(request.user, Permission.SEE_PEOPLE),
        "reads_history": signed_in and access.allows(request.user, Permission.SEE_HISTORY),
        "demo_banner": _banner(trust),
    }


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries, the deepest one that the address lies under marked as current."""
    items = navigation.entries_for(request.user)
    places = {place: item.url for item in items for place in (item.url, *item.also)}
    under = [place for place in places if _lies_under(request.path, place)]
    current = places[max(under, key=len)] if under else None
    return [
        {"label": item.label, "url": item.url, "count": item.count, "current": item.url == current}
        for item in items
    ]


def _lies_under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _banner(trust: Any) -> str:
    if trust is None or not trust.is_demonstration:
        return ""
    if trust.pinned_today is None:
        return "Demonstration: the trust, its schools and its people are invented."
    return (
        "Demonstration: the trust, its schools and its people are invented, "
        f"and today is always {full_date(trust.pinned_today)}."
    )
