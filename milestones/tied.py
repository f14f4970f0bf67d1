"""What a person answers for in the plan: the priorities that are theirs."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from milestones.models import Priority, PriorityState
from schools.access import Permission, Person, allows
from schools.people.ties import Tie, counted, register
from trust.models import User


def enter_ties() -> None:
    """Called once, when the portal starts."""
    register(_priorities)


def _priorities(person: User, viewer: Person) -> Iterable[Tie]:
    count = Priority.objects.filter(owner=person, state=PriorityState.ACTIVE).count()
    url = reverse("milestones:matrix") if allows(viewer, Permission.SEE_PLAN) else ""
    return counted(count, "priority of the plan", "priorities of the plan", url)
