"""The milestones of a pack: the plan's matrix as the screen shows it, one strand a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trust.models import Term


@dataclass(frozen=True)
class Milestones:
    """The section's contents, and the rating versions that stand in it."""

    contents: dict[str, Any] = field(
        default_factory=lambda: {"strands": [], "past": [], "later": [], "key": []}
    )
    rating_ids: list[int] = field(default_factory=list)


def read(_term: Term) -> Milestones:
    return Milestones()
