"""The kinds of things that the workshop records in the history."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from schools.access import Permission
from schools.records.subjects import Kind, register


def enter_kinds() -> None:
    """Called once, when the portal starts."""
    register(KINDS)


# After the names that its rows are made with.
KINDS: Final = {
    "milestones.plan": Kind(
        "a plan",
        fields=("title",),
        named=lambda title: f"the plan “{title}”",
        sees=Permission.SEE_DRAFT_PLAN,
    ),
    "milestones.priority": Kind(
        "a priority",
        fields=("title",),
        named=lambda title: f"the priority “{title}”",
        url=lambda pk, _title: reverse("milestones:priority", args=[pk]),
        sees=Permission.SEE_PLAN,
    ),
    "milestones.planimport": Kind("a plan’s file"),
}
