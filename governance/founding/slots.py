"""What setting up adds to other rooms' pages: the way back to its list, for whoever came from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from trust.slots import Contribution, register

# In the session of whoever is setting up, so that nobody else's pages ask for anything.
UNDER_WAY: Final = "setting_up"


def fill_slots() -> None:
    """Register what this room adds; called once, when the app is ready."""
    register("page.top", _way_back)
    register("settings.foot", _to_set_up)


def _way_back(context: Mapping[str, Any]) -> Contribution | None:
    request = context["request"]
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.path.startswith("/set-up/"):
        return None
    if not request.session.get(UNDER_WAY):
        return None
    return Contribution("governance/founding/_way_back.html", {})


def _to_set_up(context: Mapping[str, Any]) -> Contribution:
    return Contribution("governance/founding/_to_set_up.html", {})
