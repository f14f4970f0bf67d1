"""What the room adds to pages of the floors below: the boardroom's row of ways on the pages of compliance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trust.slots import Contribution, register


def fill_slots() -> None:
    """Register what the room adds; called once, when the app is ready."""
    register("compliance.places", ways)


def ways(_context: Mapping[str, Any]) -> Contribution:
    """The row of ways, as on every page of the boardroom."""
    return Contribution("governance/_ways.html", {})
