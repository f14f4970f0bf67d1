"""Links that people make from one priority to another; what a milestone's text refers to is not theirs."""

from __future__ import annotations

from django.db import transaction

from milestones.actions.copies import keep_before_of, keep_copies
from milestones.models import Link, LinkKind, Priority
from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused
from trust.models import User


def link_priorities(priority: Priority, *, by: User, to: Priority, kind: str) -> Link:
    """Link a priority to another; a second link between the two changes its kind.

    Raises Refused for a link to itself, or of a kind that is not known.
    """
    require(by, Permission.KEEP_PLAN)
    if priority.pk == to.pk:
        raise Refused("A priority is not linked to itself.")
    if kind not in LinkKind.values:
        raise Refused("Choose how the two belong together.")
    with transaction.atomic():
        Priority.objects.select_for_update().get(pk=priority.pk)
        known = Link.objects.filter(source=priority, to=to).first()
        if known and known.kind == kind:
            return known
        keep_before_of(priority.pk)
        link, _ = Link.objects.update_or_create(source=priority, to=to, defaults={"kind": kind})
        history.record(by, "priority.linked", priority, to=to.pk, kind=kind)
        keep_copies(priority.pk, f"{priority.title} was linked to {to.title}")
    return link


def unlink_priorities(priority: Priority, *, by: User, to: Priority) -> None:
    """Take a link that a person made away again; where there is none, nothing happens."""
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        Priority.objects.select_for_update().get(pk=priority.pk)
        keep_before_of(priority.pk)
        removed, _ = Link.objects.filter(source=priority, to=to).delete()
        if removed:
            history.record(by, "priority.unlinked", priority, to=to.pk)
            keep_copies(priority.pk, f"{priority.title} is no longer linked to {to.title}")
